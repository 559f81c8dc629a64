/**
 * Words of NRRD's fields, as readers know them.
 *
 * @module
 */

import { BY_SPELLING, bytesPerSample } from "../../../array/sample_type.ts";
import type { SpaceName } from "../../../array/space.ts";

/** Names of types that numpy has, and NRRD has not. */
const OF_NUMPY = /^([iufb]\d|bool|float\d+)$/;

/** Bytes of a sample by the names of its type: those that teem, ITK and pynrrd all take. */
export const TYPE_BYTES: ReadonlyMap<string, number> = new Map(
  [...BY_SPELLING].filter(([name]) => !OF_NUMPY.test(name))
    .map(([name, type]) => [name, bytesPerSample(type)]),
);

/** What people call types that NRRD calls otherwise: numpy's and C's names. */
export const MISNAMED_TYPES: Readonly<Record<string, string>> = {
  bool: "unsigned char",
  boolean: "unsigned char",
  char: "signed char",
  byte: "unsigned char",
  float32: "float",
  float64: "double",
};

/** Numbers as text have no byte order. */
export const TEXT_ENCODINGS: ReadonlySet<string> = new Set(["txt", "text", "ascii"]);

/** What ITK is built without. */
export const UNKNOWN_TO_ITK: ReadonlySet<string> = new Set(["bzip2", "bz2", "zrl"]);

/** Encodings by their names, in lower case. */
export const ENCODINGS: ReadonlySet<string> = new Set(
  [...TEXT_ENCODINGS, ...UNKNOWN_TO_ITK, "raw", "hex", "gzip", "gz"],
);

/** pynrrd's encodings, to the letter. */
export const PYNRRD_ENCODINGS: ReadonlySet<string> = new Set(
  [...TEXT_ENCODINGS, "ASCII", "raw", "gzip", "gz", "bzip2", "bz2"],
);

/** Kinds of axes in which an array is resampled; all others are components. */
export const DOMAIN_KINDS: ReadonlySet<string> = new Set(
  ["domain", "space", "time", "none", "???"],
);

/** Kinds with the size that an axis of that kind must have; undefined where every size will do. */
export const KINDS: ReadonlyMap<string, number | undefined> = new Map<string, number | undefined>([
  ...[...DOMAIN_KINDS].map((kind) => [kind, undefined] as const),
  ...["list", "point", "vector", "contravariant-vector", "covariant-vector", "normal"]
    .map((kind) => [kind, undefined] as const),
  ...([
    [1, "stub", "scalar"],
    [2, "complex", "2-vector"],
    [3, "3-color", "rgb-color", "hsv-color", "xyz-color", "3-vector", "3-normal"],
    [3, "2d-symmetric-matrix"],
    [4, "4-color", "rgba-color", "4-vector", "quaternion"],
    [4, "2d-matrix", "2d-masked-symmetric-matrix"],
    [5, "2d-masked-matrix"],
    [6, "3d-symmetric-matrix"],
    [7, "3d-masked-symmetric-matrix"],
    [9, "3d-matrix"],
    [10, "3d-masked-matrix"],
  ] as const).flatMap(([size, ...names]) => names.map((name) => [name, size] as const)),
]);

/** Where a sample stands in its cell. */
export const CENTERINGS: ReadonlySet<string> = new Set(["cell", "node", "none", "???"]);

/** Every name of a space of the patient, in lower case: short and long, with and without time. */
const PATIENT_NAMES = ([
  ["LPS", "left-posterior-superior"],
  ["RAS", "right-anterior-superior"],
  ["LAS", "left-anterior-superior"],
] as const).flatMap(([space, long]) => {
  const short = space.toLowerCase();
  return [
    ...[short, long, long.replaceAll("-", ""), long.replaceAll("-", " ")]
      .map((name) => ({ name, space, dimension: 3 })),
    ...[`${short}t`, `${long}-time`].map((name) => ({ name, space, dimension: 4 })),
  ];
});

/** Spaces of the patient by their names, in lower case. */
export const PATIENT_SPACES: ReadonlyMap<string, SpaceName> = new Map(
  PATIENT_NAMES.map(({ name, space }) => [name, space]),
);

/** Dimensions of a space by its names, in lower case. */
export const SPACE_DIMENSIONS: ReadonlyMap<string, number> = new Map([
  ...PATIENT_NAMES.map(({ name, dimension }) => [name, dimension] as const),
  ...["scanner-xyz", "3d-right-handed", "3d-left-handed"]
    .flatMap((name) => [[name, 3], [`${name}-time`, 4]] as const),
]);
