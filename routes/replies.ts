/**
 * A reply in the form that the client wants.
 *
 * @module
 */

import { zipSync } from "fflate/browser";
import { onlyVolume, type Reply, type VolumeReply } from "../lib/mod.ts";
import { type Format, MEDIA_TYPES } from "./negotiation.ts";

/** Time of zip entries: the earliest there is, so that equal requests give equal bytes. */
const NO_TIME = "1980-01-01T00:00:00";

/**
 * Writes a reply down.
 *
 * @param reply What the library answers
 * @param format Wanted form; text holds exactly one volume
 * @param volume Index of the wanted volume
 * @throws {HeaderError} several-volumes, no-such-volume
 */
export function replyResponse(reply: Reply, format: Format, volume: number | undefined): Response {
  if (format === "text") {
    const only = onlyVolume(reply, volume);
    return respond(only.header, "text", [only], only.fileName);
  }
  const wanted = volume === undefined ? reply : { ...reply, volumes: [onlyVolume(reply, volume)] };
  return format === "json"
    ? respond(jsonText(wanted), "json", wanted.volumes)
    : respond(zip(wanted), "zip", wanted.volumes, "headers.zip");
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

function jsonText(reply: Reply): string {
  return JSON.stringify(reply, null, 1) + "\n";
}

function respond(
  body: string | Uint8Array<ArrayBuffer>,
  format: Format,
  volumes: readonly VolumeReply[],
  fileName?: string,
): Response {
  const type = MEDIA_TYPES[format];
  const codes = volumes.flatMap(({ findings }) => findings.map(({ code }) => code));
  const headers = new Headers({
    "Content-Type": format === "text" ? `${type}; charset=utf-8` : type,
    "Cache-Control": "no-store",
    "Vary": "Accept",
  });
  if (fileName) headers.set("Content-Disposition", `attachment; filename="${fileName}"`);
  if (codes.length > 0) headers.set("Dcm2nhdr-Findings", [...new Set(codes)].join(", "));
  return new Response(body, { headers });
}
