/**
 * Replies as files.
 *
 * @module
 */

import { zipSync } from "fflate/browser";
import type { CheckReply } from "./check/mod.ts";
import { checkReport } from "./check/report.ts";
import type { FindingCode } from "./codes/findings.ts";
import { onlyVolume, type Reply, type VolumeReply } from "./reply.ts";
import type { Format } from "./service.ts";

/** A reply, written down. */
export interface Written {
  /** Name to save it under. */
  readonly name: string;
  readonly format: Format;
  readonly content: string | Uint8Array<ArrayBuffer>;
  /** Codes of the findings of everything in it, each once. */
  readonly findings: readonly FindingCode[];
}

/** A reply as the bytes of its file. */
export function bytesOf({ content }: Written): Uint8Array<ArrayBuffer> {
  return typeof content === "string" ? new TextEncoder().encode(content) : content;
}

/** Media type of each form. */
export const MEDIA_TYPES: Readonly<Record<Format, string>> = {
  text: "text/plain",
  json: "application/json",
  zip: "application/zip",
};

/** Time of zip entries: the earliest there is, so that equal requests give equal bytes. */
const NO_TIME = "1980-01-01T00:00:00";

/**
 * Writes headers down.
 *
 * @param format Wanted form; text holds exactly one volume
 * @param volume Index of the wanted volume
 * @throws {HeaderError} several-volumes, no-such-volume
 */
export function writtenHeader(reply: Reply, format: Format, volume: number | undefined): Written {
  if (format === "text") {
    const only = onlyVolume(reply, volume);
    return written(only.fileName, format, only.header, [only]);
  }
  const wanted = volume === undefined ? reply : { ...reply, volumes: [onlyVolume(reply, volume)] };
  return format === "json"
    ? written("reply.json", format, jsonText(wanted), wanted.volumes)
    : written("headers.zip", format, zip(wanted), wanted.volumes);
}

/** Writes a check down: JSON, or a page of text. */
export function writtenCheck(reply: CheckReply, format: Format): Written {
  return format === "text"
    ? written("check.txt", format, checkReport(reply), [])
    : written("check.json", format, jsonText(reply), []);
}

function written(
  name: string,
  format: Format,
  content: Written["content"],
  volumes: readonly VolumeReply[],
): Written {
  const codes = volumes.flatMap(({ findings }) => findings.map(({ code }) => code));
  return { name, format, content, findings: [...new Set(codes)] };
}

/** Every volume's header under its own name, and the whole reply. */
function zip(reply: Reply): Uint8Array<ArrayBuffer> {
  const files = [
    ...reply.volumes.map(({ fileName, header }) => [fileName, header] as const),
    ["reply.json", jsonText(reply)] as const,
  ];
  const utf8 = new TextEncoder();
  const entries = Object.fromEntries(files.map(([name, text]) => [name, utf8.encode(text)]));
  return zipSync(entries, { mtime: NO_TIME });
}

function jsonText(reply: unknown): string {
  return JSON.stringify(reply, null, 1) + "\n";
}
