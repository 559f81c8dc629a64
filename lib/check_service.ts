/**
 * The service's other question, without its transport: how good a header is. Apart from the first, which
 * needs nothing of this.
 *
 * @module
 */

import { Budget } from "./budget.ts";
import type { ClaimedHeader } from "./check/claimed_header.ts";
import { checkHeader, type CheckReply } from "./check/mod.ts";
import { checkReport } from "./check/report.ts";
import { ClaimedParts } from "./intake/claimed_parts.ts";
import type { RawOption } from "./options/types.ts";
import { type Answer, type Format, ServiceRequest, type Settings } from "./service.ts";
import type { Written } from "./written.ts";

/**
 * A request with the header that is to be checked in its body.
 *
 * @param stated As {@linkcode ServiceRequest} takes them
 * @param settings As {@linkcode ServiceRequest} takes them
 * @throws {HeaderError} as {@linkcode ServiceRequest}
 */
export function checkRequest(stated?: Iterable<RawOption>, settings?: Settings): ServiceRequest {
  return new ServiceRequest("check", stated, settings, new ClaimedParts());
}

/**
 * Checks a header.
 *
 * @param request The series that it is meant for
 * @param stated Options instead of those that the request was made with
 * @param claimed The header instead of the one that came with the request
 * @throws {HeaderError} bad-header; when there is no true header to compare with
 */
export function checkAnswer(
  request: ServiceRequest,
  stated: readonly RawOption[] = request.stated,
  claimed?: ClaimedHeader,
): Answer<CheckReply> {
  const { intake } = request;
  const { header, format, forms, volume } = request.options("check", stated);
  const spaceStated = [...stated, ...intake.options].some(([name]) =>
    name.trim().toLowerCase() === "space"
  );
  const checked = claimed ??
    (intake.claimed ?? new ClaimedParts()).read(spaceStated ? header.space : undefined);
  const orderStated = header.orderStated === true;
  const budget = new Budget(intake.budget.limits);
  const frames = request.framesOf(header);
  const reply = checkHeader(checked, frames, { ...header, orderStated, volume }, budget);
  return { reply, budget, format, forms, frames, volume };
}

/**
 * Writes a check down: JSON, or a page of text.
 *
 * @param budget Of the answer
 * @throws {HeaderError} limit-exceeded
 */
export function writtenCheck(
  reply: CheckReply,
  format: Format,
  budget: Budget = new Budget(),
): Written {
  const content = format === "text" ? checkReport(reply) : `${JSON.stringify(reply, null, 1)}\n`;
  budget.count("replyBytes", content.length);
  return { name: format === "text" ? "check.txt" : "check.json", format, content, findings: [] };
}
