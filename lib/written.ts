/**
 * Replies as files.
 *
 * @module
 */

import { zipSync } from "fflate/browser";
import { Budget } from "./budget.ts";
import type { CheckReply } from "./check/mod.ts";
import { checkReport } from "./check/report.ts";
import type { FindingCode } from "./codes/findings.ts";
import { type Headers, onlyVolume } from "./reply.ts";
import { jsonOfHeaders } from "./reply_json.ts";
import type { Format } from "./service.ts";
import type { DescribedVolume } from "./volume_reply.ts";

/** A reply, written down. */
export interface Written {
  /** Name to save it under. */
  readonly name: string;
  readonly format: Format;
  /** Text, or bytes in pieces: put together, a long reply would be in memory twice. */
  readonly content: string | readonly Uint8Array<ArrayBuffer>[];
  /** Codes of the findings of everything in it, each once. */
  readonly findings: readonly FindingCode[];
}

/** A reply as the bytes of its file. */
export function bytesOf({ content }: Written): Uint8Array<ArrayBuffer> {
  return typeof content === "string" ? new TextEncoder().encode(content) : joined(content);
}

function joined(parts: readonly Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
  if (parts.length === 1) return parts[0]!;
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Media type of each form. */
export const MEDIA_TYPES: Readonly<Record<Format, string>> = {
  text: "text/plain",
  json: "application/json",
  zip: "application/zip",
};

/** Time of zip entries: the earliest there is, so that equal requests give equal bytes. */
const NO_TIME = "1980-01-01T00:00:00";

/** Headers of fewer bytes are stored: to deflate one takes longer than to make it. */
const STORED = 2048;

/**
 * Writes headers down.
 *
 * @param format Wanted form; text holds exactly one volume
 * @param volume Index of the wanted volume
 * @param budget Of the answer
 * @throws {HeaderError} several-volumes, no-such-volume, limit-exceeded
 */
export function writtenHeader(
  headers: Headers,
  format: Format,
  volume: number | undefined,
  budget: Budget = new Budget(),
): Written {
  if (format === "text") {
    const only = onlyVolume(headers, volume);
    const text = only.header;
    budget.count("replyBytes", text.length);
    return written(only.fileName, format, text, [only]);
  }
  const volumes = volume === undefined ? headers.volumes : [onlyVolume(headers, volume)];
  const json = jsonOfHeaders({ ...headers, volumes }, budget);
  return format === "json"
    ? written("reply.json", format, json, volumes)
    : written("headers.zip", format, [zip(volumes, joined(json), budget)], volumes);
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
  const text = format === "text" ? checkReport(reply) : `${JSON.stringify(reply, null, 1)}\n`;
  budget.count("replyBytes", text.length);
  return written(format === "text" ? "check.txt" : "check.json", format, text, []);
}

function written(
  name: string,
  format: Format,
  content: Written["content"],
  volumes: readonly DescribedVolume[],
): Written {
  const codes = volumes.flatMap(({ findings }) => findings.map(({ code }) => code));
  return { name, format, content, findings: [...new Set(codes)] };
}

/** Every volume's header under its own name, and the whole reply. */
function zip(
  volumes: readonly DescribedVolume[],
  json: Uint8Array,
  budget: Budget,
): Uint8Array<ArrayBuffer> {
  const utf8 = new TextEncoder();
  const headers = volumes.map(({ fileName, header }) => {
    budget.count("replyBytes", header.length);
    const bytes = utf8.encode(header);
    return [fileName, bytes.length < STORED ? [bytes, { level: 0 }] as const : bytes] as const;
  });
  return zipSync(Object.fromEntries([...headers, ["reply.json", json]]), { mtime: NO_TIME });
}
