/**
 * What frames say, read once in an answer however often it is compared.
 *
 * Which frames belong together is found by asking each of them for dozens of attributes, parts of them
 * again, and parts of parts. To decode a value takes a hundred times as long as to look at it.
 *
 * @module
 */

import { Budget } from "../budget.ts";
import type { Keyword } from "../dicom/attributes.ts";
import { type Diffusion, diffusionOf } from "../frames/diffusion/mod.ts";
import { type Frame, telling } from "../frames/frame.ts";
import { remembered } from "../once.ts";
import { AXIS_ATTRIBUTES, type AxisAttribute } from "./fourth_axis/attributes.ts";

/** So many comparisons are counted at once: to count each by itself would cost more than it. */
const COUNTED_AT_ONCE = 64;

/** Values of the frames of one answer. Whatever is asked of it is counted against the answer's budget. */
export class FrameValues {
  #uncounted = 0;
  #axes: readonly AxisAttribute[] | undefined;
  /** By place: values are remembered for the frame that was there first. */
  readonly #frames: Frame[] = [];
  readonly #remembered = new Map<AxisAttribute, AxisAttribute>();
  readonly #diffusions: (Diffusion | null)[] = [];

  /** @param budget Of the answer */
  constructor(private readonly budget: Budget = new Budget()) {}

  /** The attributes that may be a fourth axis, in the order in which they are tried. */
  get axes(): readonly AxisAttribute[] {
    return this.#axes ??= AXIS_ATTRIBUTES.map((attribute) => this.remembered(attribute));
  }

  /**
   * Counts comparisons.
   *
   * @throws {HeaderError} limit-exceeded
   */
  count(comparisons: number): void {
    this.#uncounted += comparisons;
    if (this.#uncounted < COUNTED_AT_ONCE) return;
    const counted = this.#uncounted;
    this.#uncounted = 0;
    this.budget.count("comparisons", counted);
  }

  /** The attribute with values that are read once and counted. */
  remembered(attribute: AxisAttribute): AxisAttribute {
    return remembered(this.#remembered, attribute, () => {
      const values: (number | string)[] = [];
      const valueOf = (frame: Frame): number | string | undefined => {
        this.count(1);
        if (!this.#isAtHome(frame)) return attribute.valueOf(frame);
        const value = values[frame.place] ?? attribute.valueOf(frame);
        if (value !== undefined) values[frame.place] = value;
        return value;
      };
      return { ...attribute, valueOf };
    });
  }

  /** The attribute of a name; undefined where there is none. */
  axis(by: string): AxisAttribute | undefined {
    return this.axes.find((axis) => axis.by === by);
  }

  /** Whether frames say the same of an attribute. */
  agree(frames: readonly Frame[], keyword: Keyword): boolean {
    this.count(frames.length);
    const [first, ...others] = telling(frames, keyword) as [Frame, ...Frame[]];
    const said = first.attributes.strings(keyword);
    return others.every((frame) =>
      frame.attributes.strings(keyword) === said ||
      textOf(frame, keyword) === textOf(first, keyword)
    );
  }

  /** An attribute as text, empty where it is absent. */
  textOf(frame: Frame, keyword: Keyword): string {
    this.count(1);
    return textOf(frame, keyword);
  }

  /** Diffusion weighting; undefined where a frame says nothing of it. */
  diffusionOf(frame: Frame): Diffusion | undefined {
    this.count(1);
    if (!this.#isAtHome(frame)) return diffusionOf(frame);
    const known = this.#diffusions[frame.place];
    if (known !== undefined) return known ?? undefined;
    const diffusion = diffusionOf(frame);
    this.#diffusions[frame.place] = diffusion ?? null;
    return diffusion;
  }

  #isAtHome(frame: Frame): boolean {
    return (this.#frames[frame.place] ??= frame) === frame;
  }
}

/** An attribute as text, empty where it is absent. */
export function textOf({ attributes }: Frame, keyword: Keyword): string {
  const values = attributes.strings(keyword);
  return values.length < 2 ? values[0] ?? "" : values.join("\\");
}
