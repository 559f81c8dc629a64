/**
 * Where DICOM says that slices lie, and how far a header is from that: the judge of the tests.
 *
 * The parser is another one than the library's, and so is the arithmetic: nothing is imported from
 * the library.
 *
 * @module
 */

import dcmjs from "dcmjs";
import type { NrrdGeometry } from "./nrrd_geometry.ts";
import type { Triple } from "./series.ts";

/** One frame's pixel centres by PS3.3 C.7.6.2.1.1, in LPS millimetres. */
export interface TruePlane {
  /** Frame number within its object, from 0. */
  readonly frame: number;
  readonly sopInstanceUID: string;
  readonly instanceNumber: number | undefined;
  readonly position: Triple;
  /** Step from one column to the next: a direction times PixelSpacing[1]. */
  readonly columnStep: Triple;
  /** Step from one row to the next: a direction times PixelSpacing[0]. */
  readonly rowStep: Triple;
  readonly columns: number;
  readonly rows: number;
}

/** The DICOM JSON Model without VRs: all that is needed of a parsed dataset. */
type Parsed = Readonly<Record<string, { readonly Value?: readonly unknown[] } | undefined>>;

const SHARED = "52009229";
const PER_FRAME = "52009230";
const PIXEL_DATA = "7FE00010";

// It reports every oddity of real files; what matters here is what it reads.
for (const log of [dcmjs.log, dcmjs.log.getLogger("validation.dcmjs")]) log.setLevel("silent");

/** The planes of an object's frames that have one, in the order of its frames. */
export function planesOf(bytes: Uint8Array): TruePlane[] {
  const object = parse(bytes, false);
  const shared = items(object, SHARED)[0] ?? {};
  const perFrame = items(object, PER_FRAME);
  const frames = perFrame.length > 0 ? perFrame : [{}];
  return frames.flatMap((frame, number) => plane(object, [frame, shared], number) ?? []);
}

/** An object's uncompressed pixels as they stand in the file, without what may follow them. */
export function pixelsOf(bytes: Uint8Array): Uint8Array {
  const [pixels] = parse(bytes, true)[PIXEL_DATA]?.Value ?? [];
  return new Uint8Array(pixels as ArrayBuffer);
}

/** Reads as far as the pixels: real files go on with megabytes of zeros. */
function parse(bytes: Uint8Array, withPixels: boolean): Parsed {
  return dcmjs.data.DicomMessage.readFile(bytes.slice().buffer, {
    ignoreErrors: true,
    untilTag: PIXEL_DATA,
    includeUntilTagValue: withPixels,
  }).dict;
}

function plane(object: Parsed, groups: readonly Parsed[], frame: number): TruePlane | undefined {
  // An attribute stands in a functional group of the frame, else of all frames, else on top.
  const values = (group: string, tag: string): number[] => {
    const places = [...groups.flatMap((g) => items(g, group)), object];
    return places.map((place) => numbers(place, tag)).find((found) => found.length > 0) ?? [];
  };
  const position = values("00209113", "00200032");
  const orientation = values("00209116", "00200037");
  const spacing = values("00289110", "00280030");
  const columns = numbers(object, "00280011")[0];
  const rows = numbers(object, "00280010")[0];
  if (position.length !== 3 || orientation.length !== 6 || spacing.length !== 2) return undefined;
  if (columns === undefined || rows === undefined) return undefined;
  const [betweenRows, betweenColumns] = spacing as [number, number];
  return {
    frame,
    sopInstanceUID: String(object["00080018"]?.Value?.[0]),
    instanceNumber: numbers(object, "00200013")[0],
    position: position as unknown as Triple,
    columnStep: times(orientation.slice(0, 3), betweenColumns),
    rowStep: times(orientation.slice(3), betweenRows),
    columns,
    rows,
  };
}

/**
 * Largest distance, over its four corners, between each slice of a header and the plane that DICOM
 * gives it; millimetres.
 *
 * @param planes One per slice in the order of the header: slice by slice along every axis that is
 * neither in the plane nor a colour; undefined where the header counts a slice that nobody has
 */
export function sliceErrors(
  header: NrrdGeometry,
  planes: readonly (TruePlane | undefined)[],
): number[] {
  const [first, second, third] = header.spatialAxes as [number, number, number];
  const across = header.sizes
    .map((size, axis) => ({ size, axis }))
    .filter(({ axis }) =>
      axis !== first && axis !== second && (axis === third || header.kinds[axis] === "list")
    );
  const count = across.reduce((product, { size }) => product * size, 1);
  if (count !== planes.length) throw new Error(`${count} slices, but ${planes.length} planes`);
  return planes.map((plane, number) => {
    if (plane === undefined) return 0;
    if (header.sizes[first] !== plane.columns || header.sizes[second] !== plane.rows) {
      throw new Error(`a slice of ${plane.columns} × ${plane.rows} in sizes ${header.sizes}`);
    }
    let rest = number;
    let k = 0;
    for (const { size, axis } of across) {
      if (axis === third) k = rest % size;
      rest = Math.floor(rest / size);
    }
    return Math.max(
      ...corners(plane).map(({ i, j, lps }) => {
        const [x, y, z] = header.directions;
        return Math.hypot(
          ...[0, 1, 2].map((c) => header.origin[c]! + i * x[c]! + j * y[c]! + k * z[c]! - lps[c]!),
        );
      }),
    );
  });
}

/** The four corner pixels of a plane: indices, and centres in LPS millimetres. */
export function corners(plane: TruePlane): { i: number; j: number; lps: Triple }[] {
  return [0, plane.columns - 1].flatMap((i) =>
    [0, plane.rows - 1].map((j) => {
      const at = (c: 0 | 1 | 2) =>
        plane.position[c] + i * plane.columnStep[c] + j * plane.rowStep[c];
      return { i, j, lps: [at(0), at(1), at(2)] as const };
    })
  );
}

function items(dataset: Parsed, tag: string): readonly Parsed[] {
  return (dataset[tag]?.Value ?? []) as readonly Parsed[];
}

function numbers(dataset: Parsed, tag: string): number[] {
  return (dataset[tag]?.Value ?? []).map(Number);
}

function times(direction: readonly number[], length: number): Triple {
  return direction.map((value) => value * length) as unknown as Triple;
}
