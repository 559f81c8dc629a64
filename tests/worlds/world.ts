/**
 * A world: objects to send, and the truth about every frame in them.
 *
 * @module
 */

import type { Attributes, Encoding } from "../support/dicom_writer.ts";
import type { Random } from "../support/random.ts";
import { heightOf, type Plane } from "./plane.ts";

/** A value that tells frames apart which were made to be different. */
export type Settings = Readonly<Record<string, string | number>>;

/** The truth about one frame. */
export interface TrueFrame {
  readonly plane: Plane;
  /** What it shares with all frames of its volume, and with those of no other. */
  readonly settings: Settings;
  /** Number of the segment that it shows. */
  readonly segment?: number;
  /** As the object has it. */
  readonly instanceNumber?: number;
}

/** One object to send. */
export interface WorldObject {
  readonly attributes: Attributes;
  /** In the order of the object's pixels. */
  readonly frames: readonly TrueFrame[];
  /** It is the very object that was sent before it. */
  readonly copy?: boolean;
}

/** Objects in the order of sending. */
export interface World {
  readonly objects: readonly WorldObject[];
  /** Refusals that the world gives a reason for, by what is the matter. */
  readonly reasons?: Readonly<Record<string, readonly string[]>>;
  /** Values of `uneven` with which a header has to come all the same. */
  readonly helps?: readonly string[];
  /**
   * `whole`: frames with the same settings are one even stack, which has to come out as one volume.
   */
  readonly whole: boolean;
  /** How many volumes share a position at least, the names of what tells them apart. */
  readonly axes?: readonly string[];
  /** Positions contradict another attribute: a reply has to name it or to refuse. */
  readonly contradicts?: string;
  /** Objects are segmentations whose voxels are labels. */
  readonly labels?: boolean;
}

/** How all objects of a request are encoded. */
export type Syntax = NonNullable<Encoding["transferSyntax"]>;

/** UIDs that a number repeats. */
export class Uids {
  #next = 0;
  readonly #root: string;

  /** @param number Of the world */
  constructor(number: number) {
    this.#root = `2.25.${number + 1}`;
  }

  /** A UID that no other object of the world has. */
  next(): string {
    return `${this.#root}.${++this.#next}`;
  }
}

/** Makes a world of one kind. */
export type MakeWorld = (random: Random, uids: Uids) => World;

/** Ascending along row × column. */
export function byHeight<T extends { readonly plane: Plane }>(frames: readonly T[]): T[] {
  return [...frames].sort((a, b) => heightOf(a.plane) - heightOf(b.plane));
}

/** Setting `Mask` of frames that are labels, several of which make a slice. */
export const LABELS = "labels";

/** Settings as text to compare. */
export function settingsKey(settings: Settings): string {
  return JSON.stringify(Object.entries(settings).sort(([a], [b]) => a < b ? -1 : 1));
}
