/**
 * What the worker does after the first header is seen, and loads then: other formats, files, checks.
 *
 * @module
 */

import { checkAnswer } from "../lib/check_service.ts";
import type { CheckReply } from "../lib/check/mod.ts";
import { onlyVolume } from "../lib/reply.ts";
import type { ServiceRequest } from "../lib/service.ts";
import { headerIn } from "../lib/volume_forms.ts";
import { bytesOf, MEDIA_TYPES, writtenHeader } from "../lib/written.ts";
import { claimedHeader, rightText, volumesLike } from "./claimed.ts";
import { completeFile } from "./complete_file.ts";
import { type Checked, claimedGrid } from "./ghosts.ts";
import { imagePixels, type Origins } from "./image_pixels.ts";
import type { Download, ShownForm, Task } from "./protocol.ts";
import { shownForm } from "./shown_form.ts";

/** One header alone, in its format. */
export function formOf(
  request: ServiceRequest,
  { options, volume, form }: Task & { task: "form" },
): ShownForm {
  const { reply } = request.header([...options, ["volume", String(volume)]]);
  const file = headerIn(onlyVolume(reply, volume), form);
  return { ...file, shown: shownForm(file) };
}

/** All that the service replies, as a file. */
export async function downloadOf(
  request: ServiceRequest,
  { options, format: wanted }: Task & { task: "download" },
): Promise<Download> {
  const { reply, budget, forms, volume } = request.header(options);
  const written = await writtenHeader(reply, wanted, forms, volume, budget);
  const { name, format } = written;
  return { name, type: MEDIA_TYPES[format], bytes: bytesOf(written).buffer };
}

/** A complete file. */
export async function fileOf(
  request: ServiceRequest,
  { options, volume: index, form, data }: Task & { task: "file" },
  origins: Origins,
): Promise<Blob> {
  const { reply, frames } = request.header(options);
  const described = onlyVolume(reply, index);
  const volume = described.reply();
  const { header } = request.options("header", options);
  const samples = data === "pixels"
    ? await imagePixels(volume, frames.frames, origins, header)
    : [data.file.slice(data.offset, data.offset + (data.byteLength ?? 0))];
  return await completeFile(form, headerIn(described, form), samples, header.encoding);
}

/** A header against the volume that it fits best, of those that it may describe. */
export async function checkOf(
  request: ServiceRequest,
  { options, header, volumes }: Task & { task: "check" },
): Promise<Checked> {
  const claimed = await claimedHeader(header);
  const against = (more: typeof options): CheckReply =>
    checkAnswer(request, [...options, ...more], claimed).reply;
  const alike = volumesLike(claimed, volumes);
  const reply = alike.length === 0
    ? against([])
    : alike.map((index) => against([["volume", String(index)]]))
      .reduce((best, reply) => reply.error < best.error ? reply : best);
  return { ...reply, claimed: claimedGrid(claimed, reply), rightText: rightText(reply.right) };
}
