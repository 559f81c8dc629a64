/**
 * Worlds of several stacks: at the same positions, between each other, one behind the other.
 *
 * @module
 */

import type { Attributes } from "../support/dicom_writer.ts";
import type { Random } from "../support/random.ts";
import { anySeries, anyStack, CLASSES, sliceObject } from "./stack.ts";
import type { MakeWorld, Settings, Uids, WorldObject } from "./world.ts";

/** An attribute whose values tell images apart. */
interface Setting {
  readonly by: string;
  /** Values that nobody confuses. */
  readonly values: readonly (string | number)[];
  readonly modality?: keyof typeof CLASSES;
}

/** What a scanner is set to. */
const SETTINGS: readonly Setting[] = [
  { by: "EchoTime", values: [10, 25, 80, 120], modality: "MR" },
  { by: "InversionTime", values: [150, 400, 900, 2500], modality: "MR" },
  { by: "RepetitionTime", values: [300, 900, 2500, 6000], modality: "MR" },
  { by: "FlipAngle", values: [5, 15, 30, 90], modality: "MR" },
  { by: "DiffusionBValue", values: [0, 500, 1000, 2000], modality: "MR" },
  { by: "TemporalPositionIdentifier", values: [1, 2, 3, 4] },
  { by: "KVP", values: [80, 100, 120, 140], modality: "CT" },
  { by: "ConvolutionKernel", values: ["B30f", "B50f", "B70f", "Hr38f"], modality: "CT" },
];

/** What an image is. */
const KINDS: readonly Setting[] = [
  {
    by: "ImageType",
    values: ["ORIGINAL\\PRIMARY\\M", "ORIGINAL\\PRIMARY\\P", "DERIVED\\PRIMARY\\M\\FILTERED"],
    modality: "MR",
  },
  {
    by: "ImageType",
    values: ["DERIVED\\PRIMARY\\DIXON\\WATER", "DERIVED\\PRIMARY\\DIXON\\FAT"],
    modality: "MR",
  },
  { by: "ImageType", values: ["ORIGINAL\\PRIMARY\\AXIAL", "DERIVED\\SECONDARY\\AXIAL"] },
];

/** Things that are no setting, and yet never in one volume. */
const APART: readonly Setting[] = [
  { by: "SOPClassUID", values: [CLASSES.CT, CLASSES.PT], modality: "CT" },
  { by: "SeriesInstanceUID", values: ["2.25.71", "2.25.72"] },
];

/** Cardiac and respiratory phases, times that a whole volume shares. */
const TIMES: readonly Setting[] = [
  { by: "TriggerTime", values: [0, 50, 100, 150], modality: "MR" },
  { by: "AcquisitionNumber", values: [1, 2, 3, 4] },
  { by: "ContentTime", values: ["101500", "101530", "101600", "101630"] },
  { by: "EchoNumbers", values: [1, 2, 3, 4], modality: "MR" },
];

/** Attribute values of some settings. */
const written = (settings: Settings): Attributes =>
  Object.fromEntries(
    Object.entries(settings).map(([by, value]) => [
      by,
      typeof value === "string" && value.includes("\\") ? value.split("\\") : value,
    ]),
  );

interface Cell {
  readonly place: number;
  readonly settings: Settings;
  /** Where the settings differ but not on purpose: times. */
  readonly more?: Attributes;
}

/** Objects of cells on one stack, numbered in some order and sent in some order. */
function objectsOf(
  random: Random,
  uids: Uids,
  cells: readonly Cell[],
  modality: keyof typeof CLASSES | undefined,
): WorldObject[] {
  const stack = anyStack(random, { print: "fine" });
  const series = { ...anySeries(random, uids, modality), SliceThickness: stack.gap.toFixed(3) };
  const numbers = numbersOf(random, cells);
  const objects = cells.map(({ place, settings, more }, n) =>
    sliceObject(series, stack.slice(place), uids.next(), settings, {
      ...written(settings),
      ...more,
      InstanceNumber: numbers[n],
    })
  );
  return sent(random, cells, objects);
}

/** Slices fastest, volumes fastest, anyhow, or by stack. */
function numbersOf(random: Random, cells: readonly Cell[]): (number | undefined)[] {
  const order = sent(random, cells, cells.map((_, n) => n));
  const numbers: number[] = [];
  order.forEach((n, rank) => numbers[n] = rank + 1);
  return random.chance(0.1) ? cells.map(() => undefined) : numbers;
}

/** As made (a volume after the other), turned round, slice by slice, or anyhow. */
function sent<T>(random: Random, cells: readonly Cell[], things: readonly T[]): T[] {
  const bySlice = () =>
    things.map((_, n) => n).sort((a, b) => cells[a]!.place - cells[b]!.place)
      .map((n) => things[n]!);
  return random.of([
    () => [...things],
    () => things.toReversed(),
    bySlice,
    () => bySlice().toReversed(),
    () => random.shuffled(things),
  ])();
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, k) => k);

/** Two stacks, the slices of one between those of the other, at any place. */
export const interleaved: MakeWorld = (random, uids) => {
  const { by, values, modality } = random.of([...SETTINGS, ...KINDS, ...APART]);
  const [first, second] = random.shuffled(values);
  const count = 3 + random.below(8);
  const offset = random.chance(0.5) ? 0.5 : random.between(0.1, 0.9);
  const cells = upTo(count).flatMap((k) => [
    { place: k, settings: { [by]: first! } },
    { place: k + offset, settings: { [by]: second! } },
  ]);
  return { objects: objectsOf(random, uids, stacked(cells), modality), whole: true };
};

/** One stack goes on where another one ends. */
export const behind: MakeWorld = (random, uids) => {
  const { by, values, modality } = random.of([...SETTINGS, ...KINDS, ...APART]);
  const [first, second] = random.shuffled(values);
  const [before, after] = [3 + random.below(8), 3 + random.below(8)];
  const cells = upTo(before + after).map((k) => ({
    place: k,
    settings: { [by]: k < before ? first! : second! },
  }));
  return { objects: objectsOf(random, uids, cells, modality), whole: true };
};

/** All cells of one stack after those of the other. */
function stacked(cells: readonly Cell[]): Cell[] {
  const keys = [...new Set(cells.map(({ settings }) => JSON.stringify(settings)))];
  return keys.flatMap((key) => cells.filter(({ settings }) => JSON.stringify(settings) === key));
}

/** Several volumes at the same positions, told apart by one or two attributes. */
export const fourD: MakeWorld = (random, uids) => {
  const factors = anyFactors(random);
  const sets = combinations(random, factors);
  // As many slices as volumes: no size tells which index is which.
  const count = random.chance(0.2) ? sets.length : 1 + random.below(8);
  const cells = sets.flatMap((settings) => upTo(count).map((place) => ({ place, settings })));
  return {
    objects: objectsOf(random, uids, cells, factors[0]!.modality),
    whole: true,
    axes: factors.map(({ by }) => by),
  };
};

/** Several volumes, of which frames lack. */
export const holes: MakeWorld = (random, uids) => {
  const factors = anyFactors(random, [...SETTINGS, ...TIMES.slice(0, 2)]);
  const count = 2 + random.below(5);
  const cells = combinations(random, factors)
    .flatMap((settings) => upTo(count).map((place) => ({ place, settings })));
  const lost = new Set(
    random.chance(0.5)
      // As many at every position: the worst, because each has as many left.
      ? upTo(count).map((place) => random.of(cells.filter((cell) => cell.place === place)))
      : random.shuffled(cells).slice(0, 1 + random.below(Math.ceil(cells.length / 2))),
  );
  const left = cells.filter((cell) => !lost.has(cell));
  return {
    objects: objectsOf(random, uids, left, factors[0]!.modality),
    whole: false,
    axes: factors.map(({ by }) => by),
    reasons: {
      "frames lack": [
        "incomplete-4d",
        "missing-slices",
        "irregular-spacing",
        "duplicate-positions",
      ],
    },
  };
};

/** Times that differ from slice to slice, because slices are taken one after the other. */
export const timed: MakeWorld = (random, uids) => {
  const [count, volumes] = [2 + random.below(8), 2 + random.below(3)];
  const by = random.of(["AcquisitionTime", "ContentTime", "TriggerTime"]);
  const cells = upTo(volumes).flatMap((t) =>
    upTo(count).map((place) => {
      const seconds = 10 + 40 * t + 2 * place;
      const time = `10${String(Math.floor(seconds / 60)).padStart(2, "0")}${
        String(seconds % 60).padStart(2, "0")
      }`;
      return {
        place,
        settings: { Phase: t },
        more: { Phase: undefined, [by]: by === "TriggerTime" ? 300 * t + 5 * place : time },
      };
    })
  );
  return { objects: objectsOf(random, uids, cells, "MR"), whole: true, axes: [by] };
};

function anyFactors(
  random: Random,
  from: readonly Setting[] = [...SETTINGS, ...SETTINGS, ...TIMES, ...KINDS],
): Setting[] {
  const first = random.of(from);
  if (random.chance(0.7)) return [first];
  const others = from.filter(({ by, modality }) => by !== first.by && modality === first.modality);
  return others.length === 0 ? [first] : [first, random.of(others)];
}

/** Two to four values of each attribute, all with all. */
function combinations(random: Random, factors: readonly Setting[]): Settings[] {
  return factors.reduce<Settings[]>((sets, { by, values }) => {
    const chosen = random.shuffled(values).slice(0, 2 + random.below(values.length - 1));
    return sets.flatMap((set) => chosen.map((value) => ({ ...set, [by]: value })));
  }, [{}]);
}
