/**
 * A NRRD header as data, and its text: the dialect that teem, ITK, Slicer, pynrrd and VTK all read.
 *
 * @module
 */

import type { DataPlace } from "../../array/data_place.ts";
import type { Vector } from "../../geometry/vector.ts";
import { lineText } from "../../ascii.ts";
import { type KeyValue, keyValueLines } from "./key_values.ts";
import { numberText, vectorText } from "../number_text.ts";
import { bytesPerSample, type SampleType } from "../../array/sample_type.ts";

/** Axis kinds that the project writes (NRRD `kinds`). */
export type Kind = "domain" | "space" | "list" | "RGB-color" | "vector" | "complex";

/** One axis of the array, fastest first. */
export interface Axis {
  readonly size: number;
  readonly kind: Kind;
  /** Step in space, mm; undefined for axes that are not space. */
  readonly direction?: Vector | undefined;
  /** Slice thickness, mm, for the slice axis. */
  readonly thickness?: number | undefined;
  /** What an axis that is not space counts, and in which unit. */
  readonly label?: string | undefined;
  readonly unit?: string | undefined;
}

/** Everything that a header says. */
export interface NrrdHeader {
  readonly type: SampleType;
  readonly axes: readonly Axis[];
  readonly space: "LPS" | "RAS";
  /** Centre of the first sample, in `space`, mm. */
  readonly origin: Vector;
  readonly encoding: string;
  readonly endian: "little" | "big";
  readonly data: DataPlace;
  /** Columns of the matrix from gradients to `space` (diffusion only). */
  readonly measurementFrame?: readonly [Vector, Vector, Vector] | undefined;
  readonly keyValues?: readonly KeyValue[] | undefined;
  /** Lines for people, written as comments behind the magic. */
  readonly comments: readonly string[];
}

/** Long names: slicerio and three compare them to the letter. */
export const SPACE_NAMES = {
  LPS: "left-posterior-superior",
  RAS: "right-anterior-superior",
} as const;

/**
 * The text of a header. The order of fields is fixed by readers: `dimension` before all that is per
 * axis, `sizes` before `space` (VTK), `space` before all that is per space dimension.
 *
 * @returns ASCII, LF line ends; one empty line at the end, behind which attached data follow. Below a
 * list of files there is none: teem and ITK would take it for one more name.
 */
export function headerText(header: NrrdHeader): string {
  const { axes } = header;
  const perAxis = (text: (axis: Axis) => string): string => axes.map(text).join(" ");
  const lines = [
    header.measurementFrame ? "NRRD0005" : "NRRD0004",
    ...header.comments.map((comment) => `# ${lineText(comment)}`.trimEnd()),
    `type: ${header.type}`,
    `dimension: ${axes.length}`,
    `sizes: ${perAxis((axis) => String(axis.size))}`,
    `space: ${SPACE_NAMES[header.space]}`,
    `space directions: ${perAxis(({ direction }) => direction ? vectorText(direction) : "none")}`,
    `kinds: ${perAxis((axis) => axis.kind)}`,
  ];
  if (axes.some(({ label }) => label !== undefined)) {
    lines.push(
      `labels: ${perAxis(({ label = "" }) => quoted(label))}`,
      `units: ${perAxis(({ unit = "" }) => quoted(unit))}`,
    );
  }
  if (bytesPerSample(header.type) > 1 && header.encoding !== "text") {
    lines.push(`endian: ${header.endian}`);
  }
  lines.push(
    `encoding: ${header.encoding}`,
    `space units: "mm" "mm" "mm"`,
    `space origin: ${vectorText(header.origin)}`,
  );
  if (axes.some((axis) => axis.thickness !== undefined)) {
    lines.push(
      `thicknesses: ${
        perAxis(({ thickness }) => thickness === undefined ? "NaN" : numberText(thickness))
      }`,
    );
  }
  lines.push(`centerings: ${perAxis((axis) => axis.direction ? "cell" : "none")}`);
  if (header.measurementFrame) {
    lines.push(`measurement frame: ${header.measurementFrame.map(vectorText).join(" ")}`);
  }
  const { data } = header;
  if (data !== "attached" && data.byteSkip !== undefined) lines.push(`byte skip: ${data.byteSkip}`);
  lines.push(...keyValueLines(header.keyValues ?? []));
  if (data === "attached") return lines.join("\n") + "\n\n";
  if ("file" in data) return [...lines, `data file: ${data.file}`].join("\n") + "\n\n";
  const list = data.axes === axes.length - 1 ? "LIST" : `LIST ${data.axes}`;
  return [...lines, `data file: ${list}`, ...data.files].join("\n") + "\n";
}

/** Quoted strings know one escape, \". */
function quoted(text: string): string {
  return `"${lineText(text).replaceAll('"', '\\"')}"`;
}
