/**
 * Replies to checks as files.
 *
 * @module
 */

import { Budget } from "./budget.ts";
import type { CheckReply } from "./check/mod.ts";
import { checkReport } from "./check/report.ts";
import type { Format } from "./service.ts";
import type { Written } from "./written.ts";

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
