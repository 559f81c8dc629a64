/**
 * Worlds of one stack: an object for every slice.
 *
 * @module
 */

import type { Attributes } from "../support/dicom_writer.ts";
import type { Random } from "../support/random.ts";
import { residualOf, unevenness } from "./contract.ts";
import { byHeight, type MakeWorld, type Uids, type World, type WorldObject } from "./world.ts";
import {
  anyNumbers,
  anySending,
  anySeries,
  anyStack,
  anyThickness,
  grey,
  type Slice,
  sliceObject,
  type Stack,
  triple,
} from "./stack.ts";

/** Few slices mostly, forty at most. */
function anyCount(random: Random, least = 1): number {
  return least + Math.floor((41 - least) * random.next() ** 3);
}

/** One object for each place of a stack; nothing differs but where it is. */
function objectsAt(
  random: Random,
  uids: Uids,
  stack: Stack,
  places: readonly number[],
  more: (k: number) => Attributes = () => ({}),
  change: (slice: Slice, k: number) => Slice = (slice) => slice,
): WorldObject[] {
  const series = { ...anySeries(random, uids), ...anyThickness(random, stack.gap) };
  const numbers = anyNumbers(random, places.length);
  return places.map((place, k) =>
    sliceObject(series, change(stack.slice(place), k), uids.next(), {}, {
      InstanceNumber: numbers[k],
      ...more(k),
    })
  );
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, k) => k);

/** An even stack of any kind. */
export const plain: MakeWorld = (random, uids) => {
  const count = anyCount(random);
  // Of cubes no size tells which index is which.
  const stack = anyStack(random, count > 1 && random.chance(0.2) ? { side: count } : {});
  const colour = random.chance(0.05) ? COLOUR : {};
  const objects = objectsAt(random, uids, stack, upTo(count), () => colour);
  return { objects: anySending(random, objects), whole: true };
};

const COLOUR: Attributes = {
  ...grey(8),
  SamplesPerPixel: 3,
  PhotometricInterpretation: "RGB",
  PlanarConfiguration: 0,
};

/** Slices nearer to each other than most pixels are wide, as of a micro-CT. */
export const thin: MakeWorld = (random, uids) => {
  const gap = random.magnitude(2e-4, 0.5);
  const pixel = gap * random.between(0.5, 3);
  const stack = anyStack(random, { gap, pixel, print: "exact", offset: 200 });
  const objects = objectsAt(random, uids, stack, upTo(anyCount(random, 3)));
  return { objects: anySending(random, objects), whole: true };
};

/** Below so many steps of the last digit, slices cannot be told even from uneven. */
const DECIDABLE = 20;

/** Positions with one to three decimals. */
export const rounded: MakeWorld = (random, uids) => {
  const stack = anyStack(random, {
    gap: random.magnitude(0.3, 8),
    print: "coarse",
    offset: 300,
  });
  const places = upTo(anyCount(random, 2));
  const digits = stack.print(0).length - 2;
  const objects = objectsAt(random, uids, stack, places);
  return {
    objects: anySending(random, objects),
    whole: true,
    ...(stack.gap < DECIDABLE * 10 ** -digits ? { reasons: { "too few digits": UNEVEN } } : {}),
  };
};

const UNEVEN = ["irregular-spacing", "missing-slices", "duplicate-positions", "incomplete-4d"];

/** Slices that lack, stand elsewhere, or stand there twice. */
export const uneven: MakeWorld = (random, uids) => {
  const stack = anyStack(random, { print: "fine" });
  const count = 3 + random.below(15);
  const all = upTo(count);
  const inner = 1 + random.below(count - 2);
  const { what, places, helps = [] } = random.of<() => Unevenness>([
    () => ({ what: "hole", places: all.filter((k) => k !== inner), helps: ANY_HELP }),
    () => {
      const left = all.filter((k) => k === 0 || k === count - 1 || random.chance(0.6));
      // Of a grid more than half has to be there to be filled.
      const fills = left.some((k) => left.includes(k + 1)) && 2 * left.length > count;
      return { what: "holes", places: left, helps: fills ? ANY_HELP : ["split", "accept"] };
    },
    () => ({
      what: "moved",
      places: all.with(inner, inner + random.magnitude(0.005, 0.45)),
      helps: ["split", "accept"],
    }),
    () => ({
      what: "hole and moved",
      places: all.with(0, random.between(-0.04, 0.04)).filter((k) => k !== inner),
      helps: ["split", "accept"],
    }),
    () => ({
      what: "two spacings",
      places: all.map((k) => k <= inner ? k : inner + (k - inner) * 2.5),
      helps: ["split", "accept"],
    }),
    () => ({ what: "twice", places: [...all, inner] }),
    () => ({ what: "nearly twice", places: [...all, inner + random.magnitude(1e-5, 0.02)] }),
  ])();
  const objects = objectsAt(random, uids, stack, places);
  const points = byHeight(objects.flatMap(({ frames }) => frames))
    .map(({ plane }) => plane.position);
  const isEven = what !== "twice" && residualOf(points) < unevenness(points);
  return {
    objects: anySending(random, objects),
    whole: isEven,
    ...(isEven ? {} : { reasons: { [what]: UNEVEN }, helps }),
  };
};

/** What is the matter with a stack, and what gets a header of it. */
interface Unevenness {
  readonly what: string;
  readonly places: number[];
  readonly helps?: readonly string[];
}

const ANY_HELP = ["split", "fill", "accept"];

/** Orientations that differ from slice to slice by what no corner shows: small slices by more. */
export const jitter: MakeWorld = (random, uids) => {
  const [matrix, most] = random.chance(0.5) ? [400, 2e-5] : [7, 2e-4];
  const stack = anyStack(random, { print: "fine", offset: 300, matrix });
  const size = random.magnitude(most / 1000, most);
  const turn = (slice: Slice): Slice => {
    const orientation = slice.orientation.map((text) =>
      (Number(text) + random.between(-size, size)).toFixed(9)
    );
    const [row, column] = [triple(orientation), triple(orientation.slice(3))];
    return { ...slice, orientation, plane: { ...slice.plane, row, column } };
  };
  const objects = objectsAt(random, uids, stack, upTo(anyCount(random, 3)), undefined, turn);
  return { objects: anySending(random, objects), whole: true };
};

/** What differs from slice to slice and means nothing: times, currents, an echo's last digits. */
export const wandering: MakeWorld = (random, uids) => {
  const stack = anyStack(random, { print: "fine" });
  const count = 2 + random.below(20);
  const start = random.between(0, 80000);
  const clock = (seconds: number): string => {
    const at = (start + seconds) % 86400;
    const two = (n: number) => String(Math.floor(n)).padStart(2, "0");
    return `${two(at / 3600)}${two(at % 3600 / 60)}${two(at % 60)}`;
  };
  const may = [0, 1, 2, 3].map(() => random.chance(0.5));
  const objects = objectsAt(random, uids, stack, upTo(count), (k) => ({
    AcquisitionTime: may[0] ? clock(2 * k) : undefined,
    ContentTime: may[0] ? clock(2 * k + 1) : undefined,
    TriggerTime: may[1] ? (300 + random.between(-20, 20)).toFixed(1) : undefined,
    XRayTubeCurrent: may[2] ? 100 + random.below(200) : undefined,
    SliceLocation: may[3] ? (k * stack.gap).toFixed(3) : undefined,
    EchoTime: may[3] ? (12 + random.between(-0.004, 0.004)).toFixed(3) : undefined,
  }));
  return { objects: anySending(random, objects), whole: true };
};

/** The same object sent more than once. */
export const copies: MakeWorld = (random, uids) => {
  const objects = objectsAt(
    random,
    uids,
    anyStack(random, { print: "fine" }),
    upTo(2 + random.below(9)),
  );
  const again = objects.filter(() => random.chance(0.4));
  return {
    objects: [
      ...anySending(random, objects),
      ...again.map((object) => ({ ...object, copy: true })),
    ],
    whole: true,
  };
};

/** Positions that a converter or an anonymiser wiped: all the same, while Slice Location rises. */
export const wiped: MakeWorld = (random, uids) => {
  const stack = anyStack(random, { print: "fine" });
  const count = 3 + random.below(10);
  const timed = random.chance(0.5);
  const objects = objectsAt(random, uids, stack, upTo(count).map(() => 0), (k) => ({
    InstanceNumber: k + 1,
    SliceLocation: (k * stack.gap).toFixed(3),
    AcquisitionTime: timed ? `1000${String(k).padStart(2, "0")}` : undefined,
  }));
  return {
    objects: anySending(random, objects),
    whole: false,
    contradicts: "SliceLocation",
    reasons: { "all at one position": UNEVEN.concat("bad-position") },
  };
};

/** A stack and one or two images of other directions, in the same series. */
export const localizer: MakeWorld = (random, uids): World => {
  const series = anySeries(random, uids);
  const parts = [1, 2].map((part) => {
    const stack = anyStack(random, { print: "fine", offset: 200 });
    const places = part === 1 ? upTo(2 + random.below(12)) : upTo(1 + random.below(2));
    return places.map((place) =>
      sliceObject(series, stack.slice(place), uids.next(), { Orientation: part })
    );
  });
  return {
    objects: anySending(random, parts.flat()),
    whole: true,
  };
};
