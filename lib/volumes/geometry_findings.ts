/**
 * Findings about slice positions.
 *
 * @module
 */

import type { Frame } from "../frames/frame.ts";
import { largestOf } from "../geometry/numbers.ts";
import { type Plane, pointsAs } from "../geometry/plane.ts";
import { SILENT_RESIDUAL, silentResidual } from "../geometry/spacing.ts";
import { add, distance, length, scale, subtract } from "../geometry/vector.ts";
import type { GeometryOptions } from "../options/types.ts";
import { brief, list, verb } from "../text.ts";
import { type Finding, info, warning } from "./finding.ts";
import { frameOfReferenceOf } from "./group.ts";
import { statedFindings, stepStated } from "./stated_findings.ts";
import { tagFindings } from "./tag_findings.ts";
import { type BareVolume, loneStep } from "./volume.ts";

/** Corners that move by more than this, mm, because slices point differently, are mentioned. */
const VISIBLE_TURN = 0.01;

/** Missing slices that a sentence names; data have all of them. */
const MOST_NAMED = 10;

/** Scanners tilt by 30 degrees at most; what leans far more has another cause. */
const LARGEST_GANTRY_TILT = 45;

/** CT, enhanced CT, and enhanced CT converted from CT (PS3.4 B.5). */
const CT_CLASSES: ReadonlySet<string> = new Set([
  "1.2.840.10008.5.1.4.1.1.2",
  "1.2.840.10008.5.1.4.1.1.2.1",
  "1.2.840.10008.5.1.4.1.1.2.2",
]);

/** All findings about a volume's geometry. */
export function geometryFindings(volume: BareVolume, options: GeometryOptions): Finding[] {
  const { slices: [first], grid: { slices: count } } = volume;
  const ofPositions = (): Finding[] => [
    ...tagFindings(volume),
    ...order(volume, options),
    ...tilt(volume, options),
    ...evenness(volume, options),
  ];
  return [
    ...coordinates(volume),
    ...spaces(volume),
    ...statedFindings(volume, options),
    ...(count === 1 ? [singleSlice(first!.frame, options)] : ofPositions()),
    ...repeats(volume),
    ...(count === 1 ? [] : turns(volume)),
    ...split(volume),
  ];
}

/** A series has one frame of reference; see `group.ts` for when this is overlooked. */
function spaces({ slices }: BareVolume): Finding[] {
  // Frames of several spaces are in one group only if every object has its own: two tell.
  let said = 0;
  let first: string | undefined;
  const differ = slices.some(({ frame }) => {
    const uid = said < 2 ? frameOfReferenceOf(frame) : undefined;
    if (uid === undefined) return false;
    said++;
    first ??= uid;
    return uid !== first;
  });
  if (!differ) return [];
  const uids = new Set(slices.flatMap(({ frame }) => frameOfReferenceOf(frame) ?? []));
  return [warning(
    "frames-of-reference-differ",
    `every object has a different Frame of Reference UID, ${uids.size} in all, but a series has one; they are taken for one frame of reference whose UID an anonymiser replaced`,
    { framesOfReference: uids.size },
  )];
}

/** NRRD has names for spaces of the patient alone. */
function coordinates({ slices }: BareVolume): Finding[] {
  if (slices[0]!.frame.coordinates === undefined) return [];
  return [warning(
    "not-patient-coordinates",
    "positions are in the ultrasound volume's own frame of reference: distances and shape are correct, but the axes are not left, posterior and superior of the patient",
  )];
}

/** Where the length of the slice axis comes from, if there is one slice. */
export function singleSlice(frame: Frame, options: GeometryOptions): Finding {
  const { step, source } = loneStep(frame, options);
  if (source === "stated") return stepStated(1, step);
  const reason = source === "none"
    ? "Spacing Between Slices and Slice Thickness are absent, so the slice axis is 1 mm long"
    : `the slice axis is ${brief(step)} mm long, from ${
      source === "SliceThickness" ? "Slice Thickness" : "Spacing Between Slices"
    }`;
  return warning("single-slice", `a single slice has no measurable slice spacing: ${reason}`, {
    step,
    source,
  });
}

/** How the header's order relates to the order sent, which is what an array usually follows. */
function order({ slices, handedness }: BareVolume, options: GeometryOptions): Finding[] {
  if (options.order === "position") {
    const places = slices.map((slice) => slice.frame.place);
    const rises = places.slice(1).filter((place, k) => place > places[k]!).length;
    if (rises === places.length - 1) return [];
    const reversed = rises === 0;
    return [info(
      "order-differs",
      `the slice order of the header is along row × column, ${
        reversed ? "the reverse of" : "not"
      } the order sent; for an array stacked as sent, ${
        reversed ? "reverse its slices" : "sort its slices by `order`"
      } or use order=given`,
      { reversed },
    )];
  }
  if (handedness === "right") return [];
  return [info(
    "left-handed",
    "in this slice order the slices run against row × column: the directions are left-handed, which NRRD, ITK and Slicer support",
  )];
}

export function tilt({ stack, slices }: BareVolume, options: GeometryOptions): Finding[] {
  const { degrees, drift, outcome, otherError } = stack.tilt;
  const numbers = { degrees, drift, error: stack.maxError, otherError };
  const angle = `${brief(degrees)}° from the slice normal (${brief(drift)} mm over the stack)`;
  switch (outcome) {
    case "none":
    case "cosines":
      return [];
    case "kept":
      // With tilt=keep, a shear in the last digit is not worth a finding.
      if (options.tilt === "keep" && drift <= SILENT_RESIDUAL) return [];
      return [warning(
        "sheared",
        `the slice positions drift ${angle}${
          likened(slices, degrees)
        }: the directions are sheared. NRRD and Slicer support that; other tools need perpendicular axes and refuse it; with tilt=orthogonal the slices are off by up to ${
          brief(otherError)
        } mm`,
        numbers,
      )];
    case "rounding":
      if (drift <= SILENT_RESIDUAL) return [];
      return [info(
        "shear-is-rounding",
        `the slice positions drift ${angle}, within rounding; the slice axis is set perpendicular to the slices`,
        numbers,
      )];
    case "removed":
      return [warning(
        "shear-removed",
        `the slice positions drift ${angle}; as requested, the slice axis is perpendicular to the slices, which are off by up to ${
          brief(stack.maxError)
        } mm, against ${brief(otherError)} mm with tilt=keep`,
        numbers,
      )];
  }
}

/** What has a gantry is CT; a detector or a magnet that leans takes its slices with it. */
function likened(slices: BareVolume["slices"], degrees: number): string {
  const { object: { dataset }, attributes } = slices[0]!.frame;
  const isCt = attributes.strings("Modality")[0] === "CT" ||
    CT_CLASSES.has(dataset.strings("SOPClassUID")[0] ?? "");
  if (!isCt) return "";
  return degrees <= LARGEST_GANTRY_TILT ? ", a gantry tilt" : ", more than any gantry tilt";
}

function evenness({ stack, grid }: BareVolume, options: GeometryOptions): Finding[] {
  const found = stack.evenness!;
  if (grid.slices > stack.members.length) {
    const present = new Set(stack.places);
    const missing = Array.from({ length: grid.slices }, (_, k) => k).filter((k) => !present.has(k));
    const off = stack.maxError > silentResidual(found.gap)
      ? `; slices are off the even grid by up to ${brief(stack.maxError)} mm`
      : "";
    return [warning(
      "missing-filled",
      `${missing.length} of ${grid.slices} slices ${verb(missing.length, "is", "are")} missing (${
        slicesByIndex(missing)
      }); the header counts them, so the array must have empty slices there${off}`,
      { missing, error: stack.maxError },
    )];
  }
  if (found.verdict !== "even" && options.uneven === "accept") {
    return [warning(
      "uneven-accepted",
      `slice spacing varies from ${brief(found.smallest)} to ${
        brief(found.largest)
      } mm; as requested, one even grid was fitted, off by up to ${brief(stack.maxError)} mm`,
      { smallestGap: found.smallest, largestGap: found.largest, error: stack.maxError },
    )];
  }
  if (found.residual <= silentResidual(found.gap)) return [];
  return [warning(
    "uneven-spacing",
    `slice spacing varies from ${brief(found.smallest)} to ${
      brief(found.largest)
    } mm; the even grid is off by up to ${brief(stack.maxError)} mm, with fit=best by ${
      brief(stack.bestPossible)
    } mm`,
    {
      smallestGap: found.smallest,
      largestGap: found.largest,
      error: stack.maxError,
      bestPossible: stack.bestPossible,
      tolerance: found.tolerance,
      rounding: found.rounding,
    },
  )];
}

/** `slice 3`, `slices 3, 7 and 12 more`: indices in the array, from 0. */
function slicesByIndex(indices: readonly number[]): string {
  const named = indices.slice(0, MOST_NAMED).map(String);
  const rest = indices.length - named.length;
  return `${verb(indices.length, "slice", "slices")} ${
    list(rest > 0 ? [...named, `${rest} more`] : named)
  }`;
}

/** Slice positions may differ slightly between volumes; the grid is that of the first one. */
function repeats({ slices, stack, axis4 }: BareVolume): Finding[] {
  if (!axis4) return [];
  const firsts = new Map(slices.filter(({ t }) => t === 0).map(({ k, frame }) => [k, frame]));
  const shift = largestOf(
    slices.map(({ k, frame }) => distance(frame.plane.position, firsts.get(k)!.plane.position)),
  );
  if (shift <= SILENT_RESIDUAL) return [];
  return [warning(
    "positions-vary",
    `slice positions of the volumes differ from those of the first, whose grid the header has, by up to ${
      brief(shift)
    } mm; slices are off by up to ${brief(stack.maxError)} mm`,
    { shift, error: stack.maxError },
  )];
}

/** Orientations may differ slightly within one volume; the first slice's is used. */
function turns({ slices }: BareVolume): Finding[] {
  const reference = slices[0]!.frame.plane;
  const turn = largestOf(slices.map((slice) => cornerTurn(reference, slice.frame.plane)));
  if (turn <= VISIBLE_TURN) return [];
  return [info(
    "orientation-varies",
    `orientations or pixel spacings differ from those of the first slice by up to ${
      brief(turn)
    } mm at a corner`,
    { cornerError: turn },
  )];
}

/** Largest distance of corner pixels when both planes start at the same point, mm. */
function cornerTurn(a: Plane, b: Plane): number {
  const { columnSpacing, rowSpacing } = a;
  const same = columnSpacing === b.columnSpacing && rowSpacing === b.rowSpacing;
  if (same && pointsAs(a, b)) return 0;
  const [width, height] = [a.columns - 1, a.rows - 1];
  const u = subtract(scale(a.row, width * a.columnSpacing), scale(b.row, width * b.columnSpacing));
  const v = subtract(
    scale(a.column, height * a.rowSpacing),
    scale(b.column, height * b.rowSpacing),
  );
  return Math.max(length(u), length(v), length(add(u, v)));
}

function split({ blocks, stack }: BareVolume): Finding[] {
  if (blocks === 1) return [];
  return [info(
    "split-where-uneven",
    `the stack is unevenly spaced; this is one of ${blocks} evenly spaced blocks, with ${stack.members.length} slices`,
    { blocks },
  )];
}
