/**
 * What a NRRD header says about the patient, read by rules of its own: the tests' opinion of a
 * header, independent of the code that wrote it.
 *
 * @module
 */

import { demand, type NrrdText, parseNrrdText } from "./nrrd_text.ts";
import type { Triple } from "./series.ts";

/** A header understood. Positions and directions are LPS millimetres, whatever the header's space. */
export interface NrrdGeometry {
  readonly text: NrrdText;
  readonly type: string;
  /** Bytes of one sample. */
  readonly sampleBytes: number;
  readonly sizes: readonly number[];
  readonly kinds: readonly string[];
  readonly space: "LPS" | "RAS";
  /** One vector per spatial axis, in file order. */
  readonly directions: readonly [Triple, Triple, Triple];
  /** Places of the spatial axes among all axes. */
  readonly spatialAxes: readonly number[];
  readonly origin: Triple;
  readonly endian: "little" | "big" | undefined;
  readonly encoding: string;
  /** Undefined: the data follow the header. */
  readonly dataFile: string | undefined;
  readonly byteSkip: number;
}

const SAMPLE_BYTES: Readonly<Record<string, number>> = {
  "signed char": 1,
  "int8": 1,
  "unsigned char": 1,
  "uchar": 1,
  "uint8": 1,
  "short": 2,
  "int16": 2,
  "unsigned short": 2,
  "ushort": 2,
  "uint16": 2,
  "int": 4,
  "int32": 4,
  "unsigned int": 4,
  "uint": 4,
  "uint32": 4,
  "longlong": 8,
  "long long": 8,
  "int64": 8,
  "ulonglong": 8,
  "unsigned long long": 8,
  "uint64": 8,
  "float": 4,
  "double": 8,
};

/** Kinds that may stand beside three spatial axes, and the size that goes with them. */
const RANGE_KINDS: Readonly<Record<string, number | undefined>> = {
  "list": undefined,
  "vector": undefined,
  "RGB-color": 3,
  "RGBA-color": 4,
  "complex": 2,
};

/** Reads a header, or throws with the first rule that it breaks. */
export function readNrrdGeometry(header: string): NrrdGeometry {
  const text = parseNrrdText(header);
  const field = (name: string): string => {
    const value = text.fields.get(name);
    demand(value !== undefined, `field is there: ${name}`);
    return value;
  };
  const type = field("type");
  const sampleBytes = SAMPLE_BYTES[type];
  demand(sampleBytes !== undefined, `a type that every reader knows: ${type}`);
  const sizes = field("sizes").split(" ").map((size) => {
    demand(/^[1-9]\d*$/.test(size), `a size is a positive integer: ${size}`);
    return Number(size);
  });
  demand(field("dimension") === String(sizes.length), "as many sizes as dimensions");

  const space = { "left-posterior-superior": "LPS", "right-anterior-superior": "RAS" }[
    field("space")
  ] as "LPS" | "RAS" | undefined;
  demand(space !== undefined, "the long name of LPS or RAS");
  const flip = space === "RAS" ? -1 : 1;
  // 0 turned round is 0, not −0.
  const inLps = ([x, y, z]: Triple): Triple => [flip * x + 0, flip * y + 0, z];

  const perAxis = field("space directions").split(" ");
  const kinds = field("kinds").split(" ");
  demand(perAxis.length === sizes.length, "one space direction per axis");
  demand(kinds.length === sizes.length, "one kind per axis");
  const spatialAxes = [...perAxis.keys()].filter((axis) => perAxis[axis] !== "none");
  demand(spatialAxes.length === 3, "three axes in space");
  kinds.forEach((kind, axis) => {
    if (spatialAxes.includes(axis)) {
      demand(kind === "domain" || kind === "space", `a spatial axis is a domain, not ${kind}`);
    } else {
      demand(kind in RANGE_KINDS, `an axis without direction is no ${kind}`);
      const size = RANGE_KINDS[kind];
      demand(size === undefined || size === sizes[axis], `${kind} has ${size} components`);
    }
  });
  demand(sizes.length <= 5, "no more than a colour and a list beside space");
  const directions = spatialAxes.map((axis) => {
    const vector = parseVector(perAxis[axis]!);
    demand(Math.hypot(...vector) > 0, "no direction is zero");
    return inLps(vector);
  });

  checkAxisFields(text, sizes.length, spatialAxes);
  demand(
    (text.magic === "NRRD0005") === text.fields.has("measurement frame"),
    "NRRD0005 exactly with a measurement frame",
  );
  const endian = text.fields.get("endian") as "little" | "big" | undefined;
  demand(endian === undefined || ["little", "big"].includes(endian), "endian little or big");
  const encoding = field("encoding");
  demand(["raw", "gzip", "bzip2", "text", "ascii"].includes(encoding), `encoding ${encoding}`);
  demand(
    endian !== undefined || sampleBytes === 1 || ["text", "ascii"].includes(encoding),
    "endian is there",
  );
  const byteSkip = text.fields.get("byte skip") ?? "0";
  demand(/^(0|-?[1-9]\d*)$/.test(byteSkip), `byte skip counts from an end: ${byteSkip}`);
  checkDataFile(text, sizes);

  return {
    text,
    type,
    sampleBytes,
    sizes,
    kinds,
    space,
    directions: directions as unknown as NrrdGeometry["directions"],
    spatialAxes,
    origin: inLps(parseVector(field("space origin"))),
    endian,
    encoding,
    dataFile: text.fields.get("data file"),
    byteSkip: Number(byteSkip),
  };
}

/** `(a,b,c)` without blanks, each the shortest decimal of its double and none of them −0. */
function parseVector(text: string): Triple {
  const match = /^\(([^,() ]+),([^,() ]+),([^,() ]+)\)$/.exec(text);
  demand(match !== null, `a vector of three numbers: ${text}`);
  return match.slice(1).map((part) => {
    const value = Number(part);
    demand(Number.isFinite(value) && String(value) === part, `a shortest decimal: ${part}`);
    return value;
  }) as unknown as Triple;
}

function checkAxisFields(text: NrrdText, dimension: number, spatialAxes: readonly number[]): void {
  const quoted = (name: string, count: number): readonly string[] | undefined => {
    const value = text.fields.get(name);
    if (value === undefined) return undefined;
    demand(/^"[^"]*"( "[^"]*")*$/.test(value), `${name} are quoted`);
    const parts = value.slice(1, -1).split('" "');
    demand(parts.length === count, `${count} ${name}`);
    return parts;
  };
  quoted("space units", 3);
  quoted("labels", dimension);
  const units = quoted("units", dimension);
  demand(!units || spatialAxes.every((axis) => units[axis] === ""), "no units on spatial axes");
  for (const name of ["thicknesses", "centerings"]) {
    const value = text.fields.get(name);
    demand(value === undefined || value.split(" ").length === dimension, `${dimension} ${name}`);
  }
  const frame = text.fields.get("measurement frame");
  if (frame !== undefined) {
    const columns = frame.split(" ");
    demand(columns.length === 3, "a measurement frame of three columns");
    columns.forEach(parseVector);
  }
}

function checkDataFile(text: NrrdText, sizes: readonly number[]): void {
  const value = text.fields.get("data file");
  if (value === undefined) return;
  const list = /^LIST( (\d+))?$/.exec(value);
  if (list === null) {
    demand(!value.startsWith("LIST"), "a single name does not look like LIST");
    demand(!/%\d*d/.test(value), "a single name is no template");
  } else {
    const subdimension = Number(list[2] ?? sizes.length - 1);
    const count = sizes.slice(subdimension).reduce((product, size) => product * size, 1);
    // With all axes in each file, the files are equal slabs along the last one.
    const holds = subdimension < sizes.length
      ? text.list.length === count
      : subdimension === sizes.length && sizes.at(-1)! % text.list.length === 0;
    demand(holds, `${count} names in the LIST, not ${text.list.length}`);
  }
  for (const name of list === null ? [value] : text.list) {
    demand(!/^[/\\-]|^.:|\\/.test(name), `a relative name: ${name}`);
    demand(!name.split("/").includes(".."), `a name below the header's folder: ${name}`);
  }
}
