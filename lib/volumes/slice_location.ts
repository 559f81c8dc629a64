/**
 * Slice Location (0020,1041) against positions that frames share.
 *
 * It is no position: where it begins and which way it runs is the vendor's affair (PS3.3 C.7.6.2.1.2),
 * and the header never follows it. But where it moves, the slice has moved: one Image Position for
 * all of these is what a converter or an anonymiser left.
 *
 * @module
 */

import { finite } from "../dicom/dataset.ts";
import { HeaderError } from "../errors.ts";
import type { Frame } from "../frames/frame.ts";
import { largestOf, smallestOf } from "../geometry/numbers.ts";
import { COARSEST_ROUNDING } from "../geometry/rounding.ts";
import { brief, counted } from "../text.ts";
import { type Finding, warning } from "./finding.ts";
import type { Slice } from "./volume.ts";

/** Locations that differ by no more than their rounding, mm, are one. */
const SAME_LOCATION = COARSEST_ROUNDING;

/** What frames at one position say of their location, mm; only if all of them do. */
function locationsOf(frames: readonly Frame[]): readonly number[] {
  const locations: number[] = [];
  for (const { attributes } of frames) {
    const location = finite(attributes.numbers("SliceLocation"));
    if (location === undefined) return [];
    locations.push(location);
  }
  return locations;
}

function moves(locations: readonly number[]): boolean {
  return locations.length > 1 &&
    largestOf(locations) - smallestOf(locations) > SAME_LOCATION;
}

/** Whether each location lies apart from all others. */
function allDiffer(locations: readonly number[]): boolean {
  const sorted = [...locations].sort((a, b) => a - b);
  return sorted.length > 1 &&
    sorted.every((here, n) => n === 0 || here - sorted[n - 1]! > SAME_LOCATION);
}

/**
 * Refuses positions that Slice Location shows to be copies: one for all, or fewer than the frames at
 * each, every one of which has a location of its own.
 *
 * @param positions Frames by position
 * @throws {HeaderError} bad-position
 */
export function refuseCopiedPositions(positions: readonly (readonly Frame[])[]): void {
  const [first] = positions;
  if (first === undefined || first.length < 2) return;
  const copied = positions.length === 1
    ? moves(locationsOf(first))
    : positions.every((frames) =>
      frames.length > positions.length && allDiffer(locationsOf(frames))
    );
  if (!copied) return;
  const locations = positions.flatMap(locationsOf);
  const [lowest, highest] = [smallestOf(locations), largestOf(locations)];
  throw new HeaderError(
    "bad-position",
    `${counted(locations.length, "frame")} share ${
      counted(positions.length, "position")
    }, but their Slice Location (0020,1041) goes from ${brief(lowest)} to ${
      brief(highest)
    } mm: Image Position was copied or wiped, and slices have no place without it`,
    {
      frames: locations.length,
      position: first[0]!.plane.position,
      sliceLocations: [lowest, highest],
      help: "the objects as the modality or the archive has them",
    },
  );
}

/** Frames at one position whose Slice Location says otherwise. */
export function locationFindings(slices: readonly Slice[]): Finding[] {
  const positions = [...Map.groupBy(slices, ({ k }) => k).values()]
    .map((here) => locationsOf(here.map(({ frame }) => frame)));
  const moved = positions.filter(moves);
  if (moved.length === 0) return [];
  const spread = largestOf(moved.map((here) => largestOf(here) - smallestOf(here)));
  return [warning(
    "slice-location-disagrees",
    `at ${
      counted(moved.length, "position")
    } several frames lie, whose Slice Location (0020,1041) differs by up to ${
      brief(spread)
    } mm: the header follows Image Position, which may have been copied`,
    { positions: moved.length, spread },
  )];
}
