/**
 * What is asked of a world, and how it is sent.
 *
 * @module
 */

import { gzipSync, zipSync } from "fflate";
import { form, MULTIPART } from "../fuzz/form.ts";
import { type Encoding, TRANSFER_SYNTAXES, writeDicom } from "../support/dicom_writer.ts";
import type { Random } from "../support/random.ts";
import { writeNpy } from "../support/npy_writer.ts";
import { tarBytes } from "../support/tar_writer.ts";
import { dicomJson, forWriter, keywordJson } from "./attributes.ts";
import { heightOf } from "./plane.ts";
import { settingsKey, type Syntax, type TrueFrame, type World, type WorldObject } from "./world.ts";

/** Options by name, as a query has them. */
export type Query = Readonly<Record<string, string>>;

/** An array that the header shall describe. */
export interface SentArray {
  /** Its axes, slowest first in C order. */
  readonly letters: string;
  readonly fortran: boolean;
  /** Whether the option `array` says so. */
  readonly stated: boolean;
  /** `ndarray.shape`; undefined where nothing but the order of axes is said. */
  readonly shape: readonly number[] | undefined;
}

/** A request that is ready to be sent. */
export interface Request {
  readonly query: Query;
  readonly array: SentArray | undefined;
  readonly type: string | undefined;
  readonly body: Uint8Array<ArrayBuffer>;
  /** Names of the files by place of the object; undefined where datasets have none. */
  readonly names: readonly string[] | undefined;
  /** Byte at which the pixels of every file begin; undefined where they were not sent. */
  readonly pixelsAt: readonly number[] | undefined;
}

/** Sizes of the one grid that all frames of a world make. */
export interface Extents {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  /** Volumes at the same positions. */
  readonly t: number;
}

/** More bytes of pixels than this are not sent: their content is nobody's affair. */
const MOST_PIXELS = 50_000;

/** Sets up a request. */
export function anyRequest(random: Random, world: World): Request {
  const form = random.of(["files", "files", "tar", "zip", "gzip", "dicom-json", "keywords"]);
  const bytes = form !== "dicom-json" && form !== "keywords";
  const query = anyOptions(random, world);
  const array = query.as === undefined && query.type === undefined || random.chance(0.5)
    ? anyArray(random, world, query)
    : undefined;
  const data = random.chance(0.15) && array === undefined && query.as === undefined
    ? random.of(["dicom", "mask.raw"])
    : undefined;
  const asked: Record<string, string> = { ...query };
  if (data !== undefined) asked.data = data;
  if (data === "dicom" || array?.shape) delete asked.type;
  if (array?.stated) asked.array = array.letters;
  // The array itself comes along, or only what is said of it.
  const npy = array?.shape && form === "files" && random.chance(0.4) ? npyOf(array) : undefined;
  if (array?.shape && !npy) {
    const { shape, fortran } = array;
    asked.npy = JSON.stringify({ shape, dtype: "<u2", fortran_order: fortran });
  }
  const withPixels = bytes && data === "dicom";
  return { query: asked, array, ...packed(random, world.objects, form, withPixels, npy) };
}

function npyOf({ shape, fortran }: SentArray): Uint8Array {
  return writeNpy({ shape: shape!, fortran, descr: "<u2" });
}

function anyOptions(random: Random, { axes = [], reasons }: World): Query {
  const query: Record<string, string> = {};
  const maybe = (name: string, chance: number, values: readonly string[]): void => {
    if (random.chance(chance)) query[name] = random.of(values);
  };
  maybe("order", 0.5, ["position", "given", "given", "instance-number"]);
  maybe("space", 0.4, ["LPS", "RAS"]);
  maybe("fit", 0.3, ["best", "endpoints"]);
  maybe("tilt", 0.3, ["keep", "orthogonal", "auto"]);
  maybe("uneven", reasons ? 0.8 : 0.3, ["refuse", "split", "fill", "fill", "accept"]);
  maybe("axis4", 0.3, ["none", "auto", ...axes.flatMap(nameOf)]);
  maybe("metadata", 0.1, ["acquisition"]);
  maybe("as", 0.1, ["labelmap", "segmentation"]);
  maybe("type", 0.1, query.as ? ["uint8", "uint16"] : ["uint8", "short", "float", "<f8"]);
  return query;
}

/** The name by which `axis4` asks for an attribute. */
function nameOf(attribute: string): string[] {
  if (KINDS_OF_IMAGE.has(attribute)) return [];
  return [attribute === "DiffusionBValue" ? "Diffusion" : attribute];
}

/** What splits volumes, and is no axis. */
export const KINDS_OF_IMAGE: ReadonlySet<string> = new Set(["ImageType", "FrameType"]);

/** Orders of axes, slowest first. */
const SPATIAL = ["zyx", "zyx", "yxz", "xyz", "zxy", "yzx", "xzy"] as const;

function anyArray(random: Random, world: World, query: Query): SentArray | undefined {
  const extents = extentsOf(world);
  if (!extents || !random.chance(0.3) || query.axis4 !== undefined) return undefined;
  if (query.uneven === "split" || query.uneven === "fill") return undefined;
  if (extents.t > 1 && query.as !== undefined) return undefined;
  const spatial = random.of(SPATIAL);
  const at = random.below(4);
  const usual = random.chance(0.5);
  const letters = usual
    ? extents.t === 1 ? "zyx" : random.of(["tzyx", "zyxt"])
    : extents.t === 1
    ? spatial
    : `${spatial.slice(0, at)}t${spatial.slice(at)}`;
  const stated = !USUAL.includes(letters) || random.chance(0.4);
  if (!usual && random.chance(0.5)) {
    return { letters, fortran: false, stated: true, shape: undefined };
  }
  const sizes = [...letters].map((name) => extents[name as keyof Extents]);
  // An index of size 1 moves nothing.
  const shape = random.chance(0.2) ? sizes.toSpliced(random.below(sizes.length + 1), 0, 1) : sizes;
  return { letters, fortran: random.chance(0.3), stated, shape };
}

/** Orders that need not be stated. */
export const USUAL: readonly string[] = ["zyx", "tzyx", "zyxt"];

/** The grid of a world whose frames all lie on one; undefined where they do not. */
export function extentsOf({ objects, whole, axes = [], labels }: World): Extents | undefined {
  if (!whole || labels || objects.some(({ copy }) => copy)) return undefined;
  if (axes.length > 1 || axes.some((name) => KINDS_OF_IMAGE.has(name))) return undefined;
  const frames = objects.flatMap(({ frames }) => frames);
  const { plane } = frames[0]!;
  const volumes = [...Map.groupBy(frames, ({ settings }) => settingsKey(settings)).values()];
  if (volumes.length > 1 && axes.length === 0) return undefined;
  if (objects.some(({ attributes }) => attributes.SamplesPerPixel === 3)) return undefined;
  const heights = (volume: readonly TrueFrame[]): string =>
    volume.map((frame) => heightOf(frame.plane).toFixed(6)).sort().join();
  if (volumes.some((volume) => heights(volume) !== heights(volumes[0]!))) return undefined;
  return { x: plane.columns, y: plane.rows, z: volumes[0]!.length, t: volumes.length };
}

type Form = "files" | "tar" | "zip" | "gzip" | "dicom-json" | "keywords";

function packed(
  random: Random,
  objects: readonly WorldObject[],
  form: string,
  withPixels: boolean,
  npy: Uint8Array | undefined,
): Pick<Request, "type" | "body" | "names" | "pixelsAt"> {
  if (form === "dicom-json" || form === "keywords") {
    return { type: "application/json", body: jsonBody(random, objects, form), ...NO_FILES };
  }
  const syntax = random.of<Syntax>(["implicit", "explicit", "explicit", "big-endian"]);
  const written = objects.map((object, n) => {
    const meta = withPixels || syntax !== "explicit" || random.chance(0.95);
    return fileOf(object, n, withPixels ? pixelBytes(object) : 0, { transferSyntax: syntax, meta });
  });
  const names = written.map(({ name }) => name);
  const pixelsAt = withPixels ? written.map(({ pixelsAt }) => pixelsAt) : undefined;
  const array = npy ? [{ name: "mask.npy", bytes: npy.slice() }] : [];
  return { ...archived([...written, ...array], form as Form), names, pixelsAt };
}

/** A file to be sent. */
export interface WorldFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Byte at which its pixels begin, or would. */
  readonly pixelsAt: number;
}

/**
 * An object as a file.
 *
 * @param place Among those sent
 * @param pixels How many bytes of them
 */
export function fileOf(
  object: WorldObject,
  place: number,
  pixels: number,
  encoding: Encoding = {},
): WorldFile {
  const bytes = writeDicom(forWriter(object.attributes), { ...encoding, pixelBytes: pixels });
  return {
    name: `${object.copy ? "again/" : ""}IM${String(place).padStart(4, "0")}.dcm`,
    bytes: bytes.slice(),
    pixelsAt: bytes.length - pixels,
  };
}

const NO_FILES = { names: undefined, pixelsAt: undefined };

/** Of whole files; none of objects that would be large. */
export function pixelBytes({ attributes, frames }: WorldObject): number {
  const { Rows, Columns, BitsAllocated, SamplesPerPixel } = attributes as unknown as Record<
    string,
    number
  >;
  const bytes = Rows! * Columns! * SamplesPerPixel! * frames.length * BitsAllocated! / 8;
  return bytes > MOST_PIXELS ? 0 : 2 * Math.ceil(bytes / 2);
}

function archived(
  files: readonly Omit<WorldFile, "pixelsAt">[],
  as: Form,
): Pick<Request, "type" | "body"> {
  switch (as) {
    case "tar":
      return { type: "application/x-tar", body: tarBytes(files) };
    case "gzip":
      return { type: "application/gzip", body: gzipSync(tarBytes(files), { level: 1 }) };
    case "zip": {
      const entries = files.map(({ name, bytes }) => [name, bytes] as const);
      return { type: "application/zip", body: zipSync(Object.fromEntries(entries), { level: 1 }) };
    }
    default:
      return { type: MULTIPART, body: form(files) };
  }
}

function jsonBody(
  random: Random,
  objects: readonly WorldObject[],
  form: "dicom-json" | "keywords",
): Uint8Array<ArrayBuffer> {
  const utf8 = new TextEncoder();
  const asText = random.chance(0.4);
  const datasets = objects.map(({ attributes }) =>
    form === "dicom-json"
      ? dicomJson({ ...attributes, AvailableTransferSyntaxUID: TRANSFER_SYNTAXES.explicit })
      : keywordJson(attributes, asText)
  );
  if (form === "dicom-json" || random.chance(0.5)) return utf8.encode(JSON.stringify(datasets));
  return utf8.encode(JSON.stringify({ instances: datasets }));
}
