/**
 * Arrays in a few words.
 *
 * @module
 */

import type { DroppedArray } from "./protocol.ts";

/** `35 × 256 × 256, uint8`: as numpy says it. */
export function arrayWords({ shape, dtype, fortranOrder }: DroppedArray): string {
  const order = fortranOrder && shape.length > 1 ? ", Fortran order" : "";
  return `${shape.join(" × ")}, ${dtypeWords(dtype)}${order}`;
}

const KINDS: Readonly<Record<string, string>> = { u: "uint", i: "int", f: "float", c: "complex" };

/** `<i2` → `int16`, `|b1` → `bool`. */
export function dtypeWords(dtype: string): string {
  const [, endian, kind = "", bytes] = /^([<>|=]?)([a-z])(\d+)$/.exec(dtype) ?? [];
  const name = kind === "b" ? "bool" : KINDS[kind] ? `${KINDS[kind]}${8 * Number(bytes)}` : dtype;
  return endian === ">" ? `${name}, big-endian` : name;
}

/** Whether an array may hold labels. */
export function holdsWholeNumbers({ dtype }: DroppedArray): boolean {
  return /^[<>|=]?[uib]\d+$/.test(dtype);
}
