/** Headers in a format, for tests of its writer and of what others read in it. */

import { headerIn } from "../../lib/volume_forms.ts";
import { Budget } from "../../lib/budget.ts";
import type { DicomObject } from "../../lib/dicom/dataset.ts";
import type { Skipped } from "../../lib/errors.ts";
import { readFrames } from "../../lib/frames/mod.ts";
import type { FormFile } from "../../lib/headers/forms.ts";
import type { FormName } from "../../lib/options/table.ts";
import { DEFAULT_OPTIONS, type HeaderOptions } from "../../lib/options/types.ts";
import { makeHeaders } from "../../lib/reply.ts";
import type { VolumeReply } from "../../lib/volume_reply.ts";
import { equal } from "../assert.ts";
import { objectsOf, type Values } from "./dataset.ts";
import { collect } from "./objects.ts";

/** A header in a format, and the reply about the same volume. */
export interface WrittenForm extends FormFile {
  readonly bytes: Uint8Array;
  readonly volume: VolumeReply;
}

/** The header of the only volume of these files. */
export function formOf(
  files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
  name: FormName,
  options: Partial<HeaderOptions> = {},
): WrittenForm {
  const { objects, skipped } = collect(files);
  return written(objects, skipped, name, options);
}

/** The header of the only volume of these datasets. */
export function formOfDatasets(
  datasets: readonly Values[],
  name: FormName,
  options: Partial<HeaderOptions> = {},
): WrittenForm {
  return written(objectsOf(datasets), [], name, options);
}

function written(
  objects: readonly DicomObject[],
  skipped: readonly Skipped[],
  name: FormName,
  options: Partial<HeaderOptions>,
): WrittenForm {
  const { volumes } = makeHeaders(
    readFrames(objects, skipped, undefined, options),
    { ...DEFAULT_OPTIONS, ...options },
    new Budget(),
  );
  equal(volumes.length, 1);
  const file = headerIn(volumes[0]!, name);
  const { content } = file;
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return { ...file, bytes, volume: volumes[0]!.reply() };
}
