/**
 * Geometry of a NRRD header as it was written.
 *
 * @module
 */

import { scale, type Vector } from "../../../geometry/vector.ts";
import { counted } from "../../../text.ts";
import { bad, type Field, type FieldName, type HeaderLines, splitHeader } from "./lines.ts";
import { counts, numbers, vectors, words } from "./values.ts";
import type { SpaceName } from "../../../array/space.ts";
import { PATIENT_SPACES } from "./vocabulary.ts";

/** An axis of the array. */
export interface ReadAxis {
  /** Undefined where the header does not say `sizes`. */
  readonly size: number | undefined;
  /** Step in the header's space, mm; undefined for axes that are not space. */
  readonly direction: Vector | undefined;
  /** In lower case; undefined where the header does not say `kinds`. */
  readonly kind: string | undefined;
}

/** A header's geometry. */
export interface ReadHeader extends HeaderLines {
  /** All axes, fastest first. */
  readonly axes: readonly ReadAxis[];
  /** Undefined: the header does not name its space, and readers disagree. */
  readonly space: SpaceName | undefined;
  /** Centre of the first sample, in the header's space, mm; undefined where it is not said. */
  readonly origin: Vector | undefined;
  /** Whether there are space directions, not just spacings. */
  readonly oriented: boolean;
  /** The numbers of directions and origin as they are written. */
  readonly written: { readonly directions: readonly string[]; readonly origin: readonly string[] };
}

/** Kinds of axes in space; readers take axes without a kind for such (teem: `nrrdKindIsDomain`). */
const SPATIAL_KINDS = new Set([undefined, "domain", "space", "???", "none"]);

/** Spacing of an axis that says nothing, as readers have it. */
const NO_SPACING = 1;

/**
 * Reads a header.
 *
 * @param text Whole header; anything after its empty line is ignored
 * @throws {HeaderError} bad-header, with the line or the field
 */
export function readHeader(text: string): ReadHeader {
  const lines = splitHeader(text);
  const field = (name: FieldName): Field | undefined => lines.fields.get(name);
  const sizes = valuesOf(field("sizes"), counts);
  const directions = valuesOf(field("space directions"), vectors);
  const dimension = valuesOf(field("dimension"), counts)?.[0] ?? (sizes ?? directions)?.length;
  if (dimension === undefined) throw bad("there is no dimension", { field: "dimension" });
  const perAxis = <T>(name: FieldName, values: readonly T[] | undefined) => {
    if (values === undefined || values.length === dimension) return values;
    throw bad(
      `${name} has ${counted(values.length, "entry", "entries")} for ${
        counted(dimension, "axis", "axes")
      }`,
      { field: name },
    );
  };
  perAxis("sizes", sizes);
  perAxis("space directions", directions);
  const kinds = perAxis("kinds", valuesOf(field("kinds"), words))?.map(({ text }) =>
    text.toLowerCase()
  );
  const origin = valuesOf(field("space origin"), vectors);
  const axes = Array.from({ length: dimension }, (_, n) => ({
    size: sizes?.[n],
    kind: kinds?.[n],
    direction: directions && inSpace(directions[n]!.vector),
  }));
  const rest = {
    ...lines,
    space: spaceNamed(field("space")?.value ?? ""),
    oriented: directions !== undefined,
  };
  const found = directions
    ? {
      axes,
      origin: origin?.[0]?.vector,
      written: {
        directions: directions.flatMap((token) => token.numbers),
        origin: origin?.[0]?.numbers ?? [],
      },
    }
    : unoriented(axes, (name) => perAxis(name, valuesOf(field(name), numbers)), field);
  const spatial = found.axes.filter(({ direction }) => direction !== undefined).length;
  if (spatial !== 2 && spatial !== 3) {
    throw bad(`${counted(spatial, "axis lies", "axes lie")} in space; a volume has three`, {
      axes: spatial,
    });
  }
  return { ...rest, ...found };
}

/** The space of the patient that a name stands for; undefined for other spaces. */
export function spaceNamed(name: string): SpaceName | undefined {
  return PATIENT_SPACES.get(name.trim().toLowerCase());
}

/** Bytes of a header, or of a file that begins with one, as text; no byte is lost. */
export function headerTextOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return new TextDecoder("latin1").decode(bytes);
  }
}

/** A direction without extent in space is that of a time axis in a space with time. */
function inSpace(direction: Vector | undefined): Vector | undefined {
  return direction?.some((value) => value !== 0) ? direction : undefined;
}

/** Spacings and minima: as ITK and Slicer read them, along the axes of the space. */
function unoriented(
  axes: readonly ReadAxis[],
  numbersOf: (name: FieldName) => readonly number[] | undefined,
  field: (name: FieldName) => Field | undefined,
): Pick<ReadHeader, "axes" | "origin" | "written"> {
  const spacings = numbersOf("spacings");
  const mins = numbersOf("axis mins");
  const centerings = valuesOf(field("centerings"), words)?.map(({ text }) => text.toLowerCase());
  const spatial = axes.flatMap(({ kind }, n) =>
    SPATIAL_KINDS.has(kind) && !(spacings && Number.isNaN(spacings[n]!)) ? [n] : []
  ).slice(0, 3);
  const units: readonly Vector[] = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];
  const spacing = (n: number): number => spacings?.[n] ?? NO_SPACING;
  const origin = spatial.map((n) => {
    const min = mins?.[n] ?? NaN;
    // Minima are the edges of cells unless the axis says otherwise; the origin is a centre.
    return centerings?.[n] === "node" ? min : min + spacing(n) / 2;
  });
  const said = origin.length === 3 && origin.every(Number.isFinite);
  return {
    axes: axes.map((axis, n) => {
      const at = spatial.indexOf(n);
      return { ...axis, direction: at < 0 ? undefined : scale(units[at]!, spacing(n)) };
    }),
    origin: said ? [origin[0]!, origin[1]!, origin[2]!] : undefined,
    written: {
      directions: spatial.map((n) => String(spacing(n))),
      origin: said ? origin.map(String) : [],
    },
  };
}

function valuesOf<T>(
  field: Field | undefined,
  read: (field: Field) => readonly T[],
): readonly T[] | undefined {
  return field && read(field);
}
