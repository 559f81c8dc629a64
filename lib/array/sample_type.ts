/**
 * The `type` field: NRRD's names, numpy's names, and what DICOM's pixel description asks for.
 *
 * @module
 */

import { HeaderError } from "../errors.ts";
import type { PixelFormat } from "../frames/pixel_format.ts";

/** The spelling that every reader accepts, and the bytes of one sample. */
const BYTES = {
  "signed char": 1,
  "unsigned char": 1,
  "short": 2,
  "unsigned short": 2,
  "int": 4,
  "unsigned int": 4,
  "long long": 8,
  "unsigned long long": 8,
  "float": 4,
  "double": 8,
} as const;

/** NRRD type name as this project writes it. */
export type SampleType = keyof typeof BYTES;

/** Other spellings of each type: NRRD's own and numpy's codes and names. */
const SPELLINGS: Readonly<Record<SampleType, string>> = {
  "signed char": "signed char,int8,int8_t,i1",
  "unsigned char": "uchar,unsigned char,uint8,uint8_t,u1,b1,bool",
  "short": "short,short int,signed short,signed short int,int16,int16_t,i2",
  "unsigned short": "ushort,unsigned short,unsigned short int,uint16,uint16_t,u2",
  "int": "int,signed int,int32,int32_t,i4",
  "unsigned int": "uint,unsigned int,uint32,uint32_t,u4",
  "long long":
    "longlong,long long,long long int,signed long long,signed long long int,int64,int64_t,i8",
  "unsigned long long": "ulonglong,unsigned long long,unsigned long long int,uint64,uint64_t,u8",
  "float": "float,float32,f4",
  "double": "double,float64,f8",
};

/** The types by all their spellings. */
export const BY_SPELLING: ReadonlyMap<string, SampleType> = new Map(
  (Object.entries(SPELLINGS) as [SampleType, string][]).flatMap(([type, spellings]) =>
    spellings.split(",").map((spelling) => [spelling, type] as const)
  ),
);

/**
 * Understands `short`, `int16`, `<i2`, `|u1`, `float64`, …
 *
 * @returns The type, and the endian if the name says it; undefined for other names
 */
export function nrrdType(
  name: string,
): { type: SampleType; endian?: "little" | "big" } | undefined {
  const [, order = "", rest = ""] = /^([<>|=]?)(.*)$/.exec(name.trim().toLowerCase()) ?? [];
  const type = BY_SPELLING.get(rest);
  if (!type) return undefined;
  if (order === "<") return { type, endian: "little" };
  if (order === ">") return { type, endian: "big" };
  return { type };
}

/** Bytes of one sample. */
export function bytesPerSample(type: SampleType): number {
  return BYTES[type];
}

/** Whether the type is of floating point. */
export function isFloat(type: SampleType): boolean {
  return type === "float" || type === "double";
}

/**
 * Type of an array that holds DICOM's stored values: by Bits Allocated and Pixel Representation
 * (0028,0100) and (0028,0103), not by Bits Stored. Without a description, `short`.
 *
 * @throws {HeaderError} unsupported-pixel-format
 */
export function typeOfPixels(pixels: PixelFormat): SampleType {
  if (pixels.values !== "integer") return pixels.values;
  const bits = pixels.bitsAllocated ?? 16;
  const signed = pixels.signed || pixels.bitsAllocated === undefined;
  // Packed 1-bit and 12-bit pixels are unpacked when an array is made of them.
  if (bits <= 8) return signed ? "signed char" : "unsigned char";
  if (bits <= 16) return signed ? "short" : "unsigned short";
  if (bits <= 32) return signed ? "int" : "unsigned int";
  if (bits <= 64) return signed ? "long long" : "unsigned long long";
  throw new HeaderError("unsupported-pixel-format", `no NRRD type has ${bits} bits`, {
    bitsAllocated: bits,
  });
}
