/**
 * The right header in the form in which the given one came, where that is not NRRD.
 *
 * @module
 */

import { encodeBase64 } from "@std/encoding/base64";
import { equals, length, unit, type Vector } from "../geometry/vector.ts";
import { rewriteMetaImage } from "../headers/metaimage/read_rewrite.ts";
import type { ReadMetaImage } from "../headers/metaimage/read.ts";
import { rewriteNifti } from "../headers/nifti/read_rewrite.ts";
import { type SpaceName, toSpace } from "../array/space.ts";
import type { ClaimedHeader, Sizes, Steps } from "./claimed_header.ts";

/** A right header in its own form; `changed` are the fields that are not what they were. */
export type CorrectedForm =
  | {
    readonly form: "nifti" | "nifti2";
    /** The header, 348 or 540 bytes, with every other byte as it was. */
    readonly base64: string;
    /** By their names in nifti1.h. */
    readonly changed: readonly string[];
  }
  | {
    readonly form: "metaimage";
    /** The header, with every other line as it was. */
    readonly text: string;
    readonly changed: readonly string[];
  }
  | {
    readonly form: "affine";
    readonly json: {
      /** As many rows as were given, mm. */
      readonly affine: readonly (readonly number[])[];
      readonly space: SpaceName;
    };
    readonly changed: readonly string[];
  }
  | {
    readonly form: "simpleitk";
    readonly json: {
      readonly origin: Vector;
      readonly spacing: Vector;
      /** Row-major; column k is the direction of axis k. */
      readonly direction: readonly number[];
    };
    readonly changed: readonly string[];
  };

/** What is right, in the given header's space. */
export interface RightNumbers {
  readonly directions: Steps;
  readonly origin: Vector;
  /** Space of the numbers. */
  readonly space: SpaceName;
  /** Undefined where they are right. */
  readonly sizes: Sizes | undefined;
  /** Whether NIfTI's other transform, or the lack of one, is put right, too. */
  readonly bothTransforms: boolean;
  /** Whether the header must say millimetres. */
  readonly millimetres: boolean;
}

/** Writes it; undefined where the header was NRRD, or bare directions. */
export function correctedForm(
  given: ClaimedHeader,
  right: RightNumbers,
): CorrectedForm | undefined {
  const { form } = given;
  const { directions, origin, space, sizes } = right;
  const moved = directions.map((vector, axis) => !equals(vector, given.directions[axis]));
  const displaced = !equals(origin, given.origin);
  const differs = displaced || moved.includes(true);
  switch (form.name) {
    case "nifti": {
      const { bytes, changed } = rewriteNifti(form.source, {
        // Directions alone, in DICOM's axes, were taken where there was no transform.
        placement: differs || right.bothTransforms
          ? { steps: inRas(directions, space), origin: inRas([origin], space)[0]! }
          : undefined,
        sizes,
        millimetres: right.millimetres,
      });
      const { version } = form.source.layout;
      return { form: version === 1 ? "nifti" : "nifti2", base64: encodeBase64(bytes), changed };
    }
    case "metaimage":
      return {
        form: "metaimage",
        ...rewriteMetaImage(form.source, {
          sizes: sizes &&
            [...sizes.slice(0, form.source.sizes.length), ...form.source.sizes.slice(3)],
          origin: displaced ? [...origin, ...rest(form.source.origin, 3)] : undefined,
          spacing: moved.includes(true)
            ? [...directions.map(length), ...rest(form.source.spacing, 3)]
            : undefined,
          directions: moved.includes(true) ? matrixOf(directions, form.source) : undefined,
        }),
      };
    case "affine": {
      const rows = ([0, 1, 2] as const).map((row) => [
        directions[0][row],
        directions[1][row],
        directions[2][row],
        origin[row],
      ]);
      const affine = form.rows === 4 ? [...rows, [0, 0, 0, 1]] : rows;
      return { form: "affine", json: { affine, space }, changed: differs ? ["affine"] : [] };
    }
    case "simpleitk": {
      const columns = directions.map((step, axis) =>
        moved[axis] ? unit(step) : form.columns[axis as 0 | 1 | 2]
      );
      const spacing = directions.map((step, axis) =>
        moved[axis] ? length(step) : form.spacing[axis as 0 | 1 | 2]
      );
      const direction = ([0, 1, 2] as const).flatMap((row) => columns.map((column) => column[row]));
      const was = ([0, 1, 2] as const).flatMap((row) => form.columns.map((column) => column[row]));
      return {
        form: "simpleitk",
        json: { origin, spacing: spacing as unknown as Vector, direction },
        changed: [
          ...(displaced ? ["origin"] : []),
          ...(spacing.some((value, axis) => value !== form.spacing[axis]) ? ["spacing"] : []),
          ...(direction.some((value, n) => value !== was[n]) ? ["direction"] : []),
        ],
      };
    }
    default:
      return undefined;
  }
}

/** Unit directions one after the other, among those of axes that are not space. */
function matrixOf(directions: Steps, { sizes, directions: written }: ReadMetaImage): number[] {
  const axes = sizes.length;
  return Array.from({ length: axes * axes }, (_, n) => {
    const [axis, part] = [Math.floor(n / axes), n % axes];
    if (axis < 3 && part < 3) return unit(directions[axis as 0 | 1 | 2])[part]!;
    return Number(written?.[n] ?? (axis === part ? 1 : 0));
  });
}

function rest(texts: readonly string[] | undefined, from: number): number[] {
  return texts?.slice(from).map(Number) ?? [];
}

function inRas<T extends readonly Vector[]>(vectors: T, space: SpaceName): T {
  return vectors.map((vector) => toSpace(toSpace(vector, space), "RAS")) as unknown as T;
}
