/**
 * Errors of the fourth axis, with the option that helps.
 *
 * @module
 */

import { HeaderError } from "../../errors.ts";
import { largestOf, smallestOf } from "../../geometry/numbers.ts";
import { counted, verb } from "../../text.ts";
import type { AxisAttribute } from "./attributes.ts";
import type { Incomplete, Partition, Positions } from "./partition.ts";
import { shownGrid } from "./shown.ts";

/** Missing frames listed in an error; their count is always given. */
const HOLES_LISTED = 100;

/** What there is instead of the attribute asked for. */
interface Instead {
  /** Attributes that do separate the frames. */
  readonly complete: readonly Partition[];
  /** The option that helps. */
  readonly help: string | undefined;
}

/** Some combinations of position and value have no frame. */
export function incompleteGrid(
  positions: Positions,
  grid: Incomplete,
  help: string | undefined,
): HeaderError {
  const { by, holes: { length: holeCount } } = grid;
  const { values, holes, numbered } = shownGrid(grid, HOLES_LISTED);
  const frames = positions.flat().length;
  return new HeaderError(
    "incomplete-4d",
    `there are ${frames} frames at ${
      counted(positions.length, "position")
    } and ${values.length} values of ${by}, but ${holeCount} of ${
      positions.length * values.length
    } combinations ${verb(holeCount, "has", "have")} no frame`,
    {
      by,
      positions: positions.length,
      values,
      holes,
      holeCount,
      ...(numbered.length > 0 ? { numbered } : {}),
      ...(help === undefined ? {} : { help }),
    },
  );
}

/** Frames at one position do not differ in any attribute that may separate volumes. */
export function alike(positions: Positions): HeaderError {
  const frames = positions.flat().length;
  return new HeaderError(
    "duplicate-positions",
    `there are ${frames} frames at ${
      counted(positions.length, "position")
    }, and no attribute separates frames at the same position`,
    { frames, positions: positions.length },
  );
}

/** The requested attribute makes no volumes: it is absent, constant, or does not separate all frames. */
export function notByThis(
  positions: Positions,
  separator: AxisAttribute,
  { complete, help }: Instead,
): HeaderError {
  const { by } = separator;
  const values = positions.map((frames) => frames.map((frame) => separator.valueOf(frame)));
  const all = values.flat();
  const absent = all.filter((value) => value === undefined).length;
  const together = largestOf(
    values.flatMap((here) =>
      [...Map.groupBy(here, (value) => value).values()].map(({ length }) => length)
    ),
  );
  const counts = values.map(({ length }) => length);
  const [fewest, most] = [smallestOf(counts), largestOf(counts)];
  const different = new Set(all).size;
  const details = {
    by,
    frames: all.length,
    positions: positions.length,
    alternatives: complete.map(({ by, volumes }) => ({ by, count: volumes.length })),
    ...(help === undefined ? {} : { help }),
  };
  if (absent > 0) {
    return new HeaderError(
      "no-such-axis",
      `${by} is absent from ${absent} of ${all.length} frames${others(complete)}`,
      { ...details, absent },
    );
  }
  if (different === 1) {
    return new HeaderError(
      "no-such-axis",
      `${by} is the same in all ${all.length} frames${others(complete)}`,
      details,
    );
  }
  if (together > 1) {
    return new HeaderError(
      "duplicate-positions",
      `${by} alone does not separate the frames: it has ${different} values, and up to ${together} frames at one position share a value`,
      { ...details, values: different, together },
    );
  }
  return fewest < most
    ? new HeaderError(
      "incomplete-4d",
      `${by} numbers the frames of each position, but some positions have ${fewest} frames and others ${most}`,
      { ...details, fewest, most },
    )
    : new HeaderError(
      "no-such-axis",
      `${by} has ${different} values for ${most} frames at each position, so no value makes a volume${
        others(complete)
      }`,
      { ...details, values: different },
    );
}

/** The requested weighting is constant, or absent from some frames. */
export function noSuchAxis({ complete, help }: Instead): HeaderError {
  return new HeaderError(
    "no-such-axis",
    `the requested attribute does not separate the frames${others(complete)}`,
    {
      alternatives: complete.map(({ by, volumes }) => ({ by, count: volumes.length })),
      ...(help === undefined ? {} : { help }),
    },
  );
}

function others(complete: readonly Partition[]): string {
  const names = [...new Set(complete.map(({ by }) => by))];
  return names.length > 0
    ? `; ${names.join(", ")} would separate them`
    : "; no other attribute separates them by itself";
}
