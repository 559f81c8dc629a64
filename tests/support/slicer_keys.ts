/**
 * What Slicer makes of the key/values of a list axis: sequences (developer guide, sequences) and
 * diffusion weightings (`vtkMRMLNRRDStorageNode::ParseDiffusionInformation`). Written from Slicer's
 * rules, without a look at the library.
 *
 * @module
 */

import { readNrrdGeometry } from "./nrrd_geometry.ts";
import { demand } from "./nrrd_text.ts";
import type { Triple } from "./series.ts";

/** The index of a sequence. */
export interface FileSequence {
  /** Name and unit of the index, from the axis' label and unit. */
  readonly name: string;
  readonly unit: string;
  /** One for each volume; numbers if the index is numeric. */
  readonly values: readonly (number | string)[];
}

/** One volume's weighting. */
export interface FileDiffusion {
  /** s/mm² */
  readonly b: number;
  /** Unit vector in LPS, through the measurement frame; undefined for a zero vector. */
  readonly gradient: Triple | undefined;
}

/** The sequence that a header names, or an error with the first rule that it breaks. */
export function readSequence(header: string): FileSequence {
  const { text: { fields, keyValues }, sizes } = readNrrdGeometry(header);
  const axis = lastList(header);
  const quoted = (name: string) => fields.get(name)?.slice(1, -1).split('" "')[axis] ?? "";
  const type = keyValues.get(`axis ${axis} index type`);
  demand(type === "numeric" || type === "text", `an index is numeric or text, not ${type}`);
  const tokens = keyValues.get(`axis ${axis} index values`)?.split(" ") ?? [];
  demand(tokens.length === sizes[axis], `${sizes[axis]} index values, not ${tokens.length}`);
  const values = tokens.map(decodeURIComponent);
  demand(new Set(values).size === values.length, "no index value twice");
  demand(keyValues.get("DataNodeClassName") === "vtkMRMLScalarVolumeNode", "a class of nodes");
  if (type === "text") return { name: quoted("labels"), unit: quoted("units"), values };
  demand(values.every((value) => value !== "" && Number.isFinite(Number(value))), "finite numbers");
  return { name: quoted("labels"), unit: quoted("units"), values: values.map(Number) };
}

/** The weightings that a header names, or an error with the first rule that it breaks. */
export function readDiffusion(header: string): FileDiffusion[] {
  const { text: { fields, keyValues }, sizes, space } = readNrrdGeometry(header);
  const axis = lastList(header);
  demand(keyValues.get("modality") === "DWMRI", "the modality is DWMRI");
  const names = [...keyValues.keys()];
  demand(!names.some((name) => /^DWMRI_(NEX|B-matrix)_/.test(name)), "neither NEX nor B-matrix");
  const keys = names.filter((name) => name.startsWith("DWMRI_gradient_")).sort();
  demand(keys.length === sizes[axis], `${sizes[axis]} gradients, not ${keys.length}`);
  const digits = keys[0]!.length - "DWMRI_gradient_".length;
  const vectors = keys.map((key, n) => {
    const number = String(n).padStart(digits, "0");
    demand(key === `DWMRI_gradient_${number}`, `gradient ${number} is the next, not ${key}`);
    return triple(keyValues.get(key)!.split(" "));
  });
  const reference = Number(keyValues.get("DWMRI_b-value"));
  demand(reference > 0, `a positive b-value, not ${reference}`);
  const longest = Math.max(...vectors.map((vector) => Math.hypot(...vector)));
  demand(longest > 0, "one gradient is not zero");

  const frame = fields.get("measurement frame");
  demand(frame !== undefined, "a measurement frame");
  const columns = frame.split(" ").map((column) => triple(column.slice(1, -1).split(",")));
  const flip = space === "RAS" ? -1 : 1;
  return vectors.map((vector) => {
    const length = Math.hypot(...vector);
    const b = reference * (length / longest) ** 2;
    if (length === 0) return { b, gradient: undefined };
    const at = (c: 0 | 1 | 2) =>
      columns.reduce((sum, column, n) => sum + column[c] * vector[n]!, 0) / length;
    return { b, gradient: [flip * at(0), flip * at(1), at(2)] };
  });
}

/** Number of the list axis, which has to be the last of four. */
function lastList(header: string): number {
  const { kinds } = readNrrdGeometry(header);
  const spatial = kinds.slice(0, 3).every((kind) => kind === "domain" || kind === "space");
  demand(kinds.length === 4 && spatial && kinds[3] === "list", `a list last, not ${kinds}`);
  return 3;
}

function triple(parts: readonly string[]): Triple {
  const numbers = parts.map(Number);
  demand(numbers.length === 3 && numbers.every(Number.isFinite), `three numbers: ${parts}`);
  return numbers as unknown as Triple;
}
