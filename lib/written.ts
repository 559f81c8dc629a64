/**
 * Replies as files.
 *
 * @module
 */

import { concat } from "@std/bytes/concat";
import { Budget } from "./budget.ts";
import type { FindingCode } from "./codes/findings.ts";
import { FORMS } from "./headers/forms.ts";
import type { FormName } from "./options/table.ts";
import { type Headers, onlyVolume } from "./reply.ts";
import { jsonOfHeaders } from "./reply_json.ts";
import type { Format } from "./service.ts";
import { headerIn, headersIn } from "./volume_forms.ts";
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
  return typeof content === "string" ? new TextEncoder().encode(content) : concat(content);
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

/**
 * Writes headers down.
 *
 * @param format Wanted form; all but JSON and zip hold exactly one volume
 * @param forms Further formats, for JSON and zip
 * @param volume Index of the wanted volume
 * @param budget Of the answer
 * @throws {HeaderError} several-volumes, no-such-volume, limit-exceeded
 */
export async function writtenHeader(
  headers: Headers,
  format: Format,
  forms: readonly FormName[],
  volume: number | undefined,
  budget: Budget = new Budget(),
): Promise<Written> {
  if (format !== "json" && format !== "zip") {
    const { fileName, content, findings } = headerIn(onlyVolume(headers, volume), format);
    budget.count("replyBytes", content.length);
    const pieces = typeof content === "string" ? content : [content];
    return written(fileName, format, pieces, findings);
  }
  const volumes = volume === undefined ? headers.volumes : [onlyVolume(headers, volume)];
  const json = jsonOfHeaders({ ...headers, volumes }, headersIn(forms), budget);
  const findings = volumes.flatMap(({ findings }) => findings);
  if (format === "json") return written("reply.json", format, json, findings);
  const { zipped } = await import("./written_zip.ts");
  return written("headers.zip", format, [zipped(volumes, forms, concat(json), budget)], findings);
}

function written(
  name: string,
  format: Format,
  content: Written["content"],
  findings: readonly Finding[],
): Written {
  return { name, format, content, findings: [...new Set(findings.map(({ code }) => code))] };
}
