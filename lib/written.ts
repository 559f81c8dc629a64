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
import { isHeaderError } from "./errors.ts";
import { DistinctNames } from "./headers/distinct_names.ts";
import { type FormFile, FORMS } from "./headers/forms.ts";
import type { FormName } from "./options/table.ts";
import { type Headers, onlyVolume } from "./reply.ts";
import { jsonOfHeaders } from "./reply_json.ts";
import type { Format } from "./service.ts";
import type { DescribedVolume } from "./volume_reply.ts";
import type { Finding } from "./volumes/finding.ts";

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

/** Media type of each form. NRRD goes first: it is what a client gets that takes any type. */
export const MEDIA_TYPES: Readonly<Record<Format, string>> = {
  ...Object.fromEntries(
    Object.entries(FORMS).map(([name, form]) => [name, form.mediaType]),
  ) as Record<
    FormName,
    string
  >,
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
 * @param format Wanted form; all but JSON and zip hold exactly one volume
 * @param forms Further formats, for JSON and zip
 * @param volume Index of the wanted volume
 * @param budget Of the answer
 * @throws {HeaderError} several-volumes, no-such-volume, limit-exceeded
 */
export function writtenHeader(
  headers: Headers,
  format: Format,
  forms: readonly FormName[],
  volume: number | undefined,
  budget: Budget = new Budget(),
): Written {
  if (format !== "json" && format !== "zip") {
    const { fileName, content, findings } = onlyVolume(headers, volume).form(format);
    budget.count("replyBytes", content.length);
    const pieces = typeof content === "string" ? content : [content];
    return written(fileName, format, pieces, findings);
  }
  const volumes = volume === undefined ? headers.volumes : [onlyVolume(headers, volume)];
  const json = jsonOfHeaders({ ...headers, volumes }, forms, budget);
  const findings = volumes.flatMap(({ findings }) => findings);
  return format === "json"
    ? written("reply.json", format, json, findings)
    : written("headers.zip", format, [zip(volumes, forms, joined(json), budget)], findings);
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
  findings: readonly Finding[],
): Written {
  return { name, format, content, findings: [...new Set(findings.map(({ code }) => code))] };
}

/** Every volume's headers under their own names, and the whole reply. */
function zip(
  volumes: readonly DescribedVolume[],
  forms: readonly FormName[],
  json: Uint8Array,
  budget: Budget,
): Uint8Array<ArrayBuffer> {
  const utf8 = new TextEncoder();
  const distinct = new DistinctNames();
  const files = volumes.flatMap((volume) =>
    [...new Set<FormName>(["text", ...forms])].flatMap((form) => {
      const file = held(volume, form);
      return file ? [{ ...file, fileName: distinct.of(file.fileName, form) }] : [];
    })
  );
  const headers = files.map(({ fileName, content }) => {
    budget.count("replyBytes", content.length);
    const bytes = typeof content === "string" ? utf8.encode(content) : content;
    return [fileName, bytes.length < STORED ? [bytes, { level: 0 }] as const : bytes] as const;
  });
  return zipSync(Object.fromEntries([...headers, ["reply.json", json]]), { mtime: NO_TIME });
}

/** Undefined where the format cannot hold the array: why not, the JSON beside it says. */
function held(volume: DescribedVolume, form: FormName): FormFile | undefined {
  try {
    return volume.form(form);
  } catch (error) {
    if (isHeaderError(error)) return undefined;
    throw error;
  }
}
