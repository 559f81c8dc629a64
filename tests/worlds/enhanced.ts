/**
 * Worlds of enhanced multi-frame objects (PS3.3 C.7.6.16).
 *
 * @module
 */

import type { Attributes } from "../support/dicom_writer.ts";
import type { Random } from "../support/random.ts";
import { anySending, anyStack, grey, type Slice, type Stack } from "./stack.ts";
import type { MakeWorld, Settings, TrueFrame, Uids, WorldObject } from "./world.ts";

const CLASSES = {
  MR: "1.2.840.10008.5.1.4.1.1.4.1",
  CT: "1.2.840.10008.5.1.4.1.1.2.1",
  PT: "1.2.840.10008.5.1.4.1.1.130",
} as const;

/** A frame to be written: where it lies, and what else its functional groups say. */
interface FrameToWrite {
  readonly slice: Slice;
  readonly settings: Settings;
  readonly groups?: Attributes;
  /** Items of its Frame Content Sequence. */
  readonly content?: Attributes;
}

/** What a volume's frames can be told apart by, in the group where it stands. */
interface FrameSetting {
  readonly by: string;
  readonly values: readonly (string | number)[];
  readonly modality: keyof typeof CLASSES;
  readonly write: (value: string | number) => Pick<FrameToWrite, "groups" | "content">;
}

const SETTINGS: readonly FrameSetting[] = [
  {
    by: "TemporalPositionIndex",
    values: [1, 2, 3, 4],
    modality: "MR",
    write: (value) => ({ content: { TemporalPositionIndex: value } }),
  },
  {
    by: "EffectiveEchoTime",
    values: [8, 20, 60, 110],
    modality: "MR",
    write: (value) => ({ groups: { MREchoSequence: [{ EffectiveEchoTime: value }] } }),
  },
  {
    by: "FlipAngle",
    values: [5, 15, 40],
    modality: "MR",
    write: (value) => ({
      groups: { MRTimingAndRelatedParametersSequence: [{ FlipAngle: value }] },
    }),
  },
  {
    by: "InversionTimes",
    values: [100, 400, 900],
    modality: "MR",
    write: (value) => ({ groups: { MRModifierSequence: [{ InversionTimes: value }] } }),
  },
  {
    by: "NominalCardiacTriggerDelayTime",
    values: [0, 60, 120, 180],
    modality: "MR",
    write: (value) => ({
      groups: { CardiacSynchronizationSequence: [{ NominalCardiacTriggerDelayTime: value }] },
    }),
  },
  {
    by: "FrameType",
    values: ["ORIGINAL\\PRIMARY\\DIXON\\WATER", "ORIGINAL\\PRIMARY\\DIXON\\FAT"],
    modality: "MR",
    write: (value) => ({
      groups: { MRImageFrameTypeSequence: [{ FrameType: String(value).split("\\") }] },
    }),
  },
];

/** One object of these frames, in this order. */
function enhancedObject(
  random: Random,
  uids: Uids,
  frames: readonly FrameToWrite[],
  common: Attributes,
): WorldObject {
  const { slice: { plane, orientation, spacing } } = frames[0]!;
  const oriented = (slice: Slice) => ({
    PlaneOrientationSequence: [{ ImageOrientationPatient: slice.orientation }],
  });
  const same = frames.every(({ slice }) => slice.orientation === orientation);
  const measures = { PixelMeasuresSequence: [{ PixelSpacing: spacing, SliceThickness: "3" }] };
  const [sharedPlane, sharedMeasures] = [same && random.chance(0.6), random.chance(0.6)];
  return {
    attributes: {
      ...common,
      SOPInstanceUID: uids.next(),
      InstanceNumber: 1,
      NumberOfFrames: frames.length,
      Rows: plane.rows,
      Columns: plane.columns,
      ...grey(16),
      SharedFunctionalGroupsSequence: [{
        ...(sharedPlane ? oriented(frames[0]!.slice) : {}),
        ...(sharedMeasures ? measures : {}),
      }],
      PerFrameFunctionalGroupsSequence: frames.map(({ slice, groups, content }) => ({
        FrameContentSequence: [content ?? {}],
        PlanePositionSequence: [{ ImagePositionPatient: slice.position }],
        ...(sharedPlane ? {} : oriented(slice)),
        ...(sharedMeasures ? {} : measures),
        ...groups,
      })),
    },
    frames: frames.map(({ slice, settings }): TrueFrame => ({ plane: slice.plane, settings })),
  };
}

function enhancedSeries(uids: Uids, modality: keyof typeof CLASSES): Attributes {
  return {
    SOPClassUID: CLASSES[modality],
    Modality: modality,
    ImageType: ["ORIGINAL", "PRIMARY", "VOLUME", "NONE"],
    StudyInstanceUID: uids.next(),
    SeriesInstanceUID: uids.next(),
    FrameOfReferenceUID: uids.next(),
  };
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, k) => k);

const anyModality = (random: Random) => random.of(["MR", "CT", "PT"] as const);

/** One stack in one object. */
export const enhanced: MakeWorld = (random, uids) => {
  const stack = anyStack(random);
  const frames = upTo(1 + random.below(25)).map((k) => ({
    slice: stack.slice(k),
    settings: {},
    content: { InStackPositionNumber: k + 1, StackID: "1", DimensionIndexValues: [1, k + 1] },
  }));
  const common = enhancedSeries(uids, anyModality(random));
  return {
    objects: [enhancedObject(random, uids, anySending(random, frames), common)],
    whole: true,
  };
};

/** Several volumes at the same positions in one object, slices or volumes fastest, or in no order. */
export const enhancedFourD: MakeWorld = (random, uids) => {
  const stack = anyStack(random, { print: "fine" });
  const frames = volumesAt(random, stack, upTo(1 + random.below(8)));
  const { by, modality } = frames[0]!.of;
  const order = random.of([
    () => frames,
    () => [...frames].sort((a, b) => a.place - b.place),
    () => random.shuffled(frames),
    () => frames.toReversed(),
  ])();
  const common = enhancedSeries(uids, modality);
  return {
    objects: [enhancedObject(random, uids, order, common)],
    whole: true,
    axes: [by],
  };
};

function volumesAt(random: Random, stack: Stack, places: readonly number[]) {
  const of = random.of(SETTINGS);
  const values = random.shuffled(of.values).slice(0, 2 + random.below(of.values.length - 1));
  return values.flatMap((value) =>
    places.map((place) => ({
      of,
      place,
      slice: stack.slice(place),
      settings: { [of.by]: value },
      ...of.write(value),
    }))
  );
}

/** Frames of two settings in one object, the ones between or behind the others. */
export const enhancedMixed: MakeWorld = (random, uids) => {
  const stack = anyStack(random, { print: "fine" });
  const of = random.of(SETTINGS);
  const [first, second] = random.shuffled(of.values);
  const count = 3 + random.below(6);
  const shift = random.of([0.5, random.between(0.1, 0.9), count]);
  const frames = [[first!, 0] as const, [second!, shift] as const].flatMap(([value, by]) =>
    upTo(count).map((k) => ({
      slice: stack.slice(k + by),
      settings: { [of.by]: value },
      ...of.write(value),
    }))
  );
  const common = enhancedSeries(uids, of.modality);
  return {
    objects: [enhancedObject(random, uids, anySending(random, frames), common)],
    whole: true,
  };
};

/** Stacks with names in one object: of other directions, or far from each other. */
export const enhancedStacks: MakeWorld = (random, uids) => {
  const same = random.chance(0.5);
  const stack = anyStack(random, { print: "fine", offset: 300 });
  const others = anyStack(random, { print: "fine", offset: 300 });
  const count = 2 + random.below(6);
  const frames = [1, 2].flatMap((id) =>
    upTo(count).map((k) => {
      const slice = id === 1 ? stack.slice(k) : same ? stack.slice(k + 30.4) : others.slice(k);
      return {
        // One object has one matrix, and here one pixel spacing.
        slice: {
          ...slice,
          spacing: stack.slice(0).spacing,
          plane: {
            ...slice.plane,
            ...pick(stack.slice(0).plane),
          },
        },
        settings: { StackID: id },
        content: { StackID: String(id), InStackPositionNumber: k + 1 },
      };
    })
  );
  const order = random.chance(0.7) ? frames : random.shuffled(frames);
  return {
    objects: [enhancedObject(random, uids, order, enhancedSeries(uids, anyModality(random)))],
    whole: true,
  };
};

function pick({ rows, columns, betweenRows, betweenColumns }: Slice["plane"]) {
  return { rows, columns, betweenRows, betweenColumns };
}

/** Two objects, the slices of one between those of the other. */
export const enhancedPair: MakeWorld = (random, uids) => {
  const stack = anyStack(random, { print: "fine" });
  const common = enhancedSeries(uids, anyModality(random));
  const count = 3 + random.below(6);
  const shift = random.of([0.5, random.between(0.1, 0.9)]);
  const objects = [0, shift].map((by, object) => {
    const frames = upTo(count).map((k) => ({
      slice: stack.slice(k + by),
      settings: { Object: object },
    }));
    const made = enhancedObject(random, uids, frames, common);
    return { ...made, attributes: { ...made.attributes, InstanceNumber: object + 1 } };
  });
  return { objects: anySending(random, objects), whole: true };
};
