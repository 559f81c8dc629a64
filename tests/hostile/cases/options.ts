/**
 * Options and arrays: long, many, and almost right.
 *
 * @module
 */

import { bareSlice, slice } from "../datasets.ts";
import { type Cases, formed, joined, json, lines, whole } from "../request.ts";

const MEBIBYTE = 2 ** 20;

/** Options whose value is looked at by itself. */
const OPTIONS = [
  "order",
  "axis4",
  "segments",
  "array",
  "npy",
  "type",
  "encoding",
  "data",
  "volume",
  "space",
  "step",
  "plane",
];

/** A `.npy` whose header says what it likes. */
function npy(header: string, version = 2): Uint8Array {
  const length = new DataView(new ArrayBuffer(version === 1 ? 2 : 4));
  if (version === 1) length.setUint16(0, Math.min(0xffff, header.length), true);
  else length.setUint32(0, header.length, true);
  const magic = Uint8Array.of(0x93, 78, 85, 77, 80, 89, version, 0);
  return joined(magic, new Uint8Array(length.buffer), header);
}

/** By name. */
export const OPTION_VALUES: Cases = {
  "segments-many": [300_000, (count, random) => {
    const segment = random.of<(n: number) => unknown>([
      () => ({ value: 1 }),
      (n) => ({ value: n + 1 }),
      () => "a",
      (n) => `name ${n}`,
      () => null,
      () => ({}),
      () => [],
    ]);
    const segments = Array.from({ length: count }, (_, n) => segment(n));
    return json({ instances: [slice(0)], options: { as: "segmentation", segments } });
  }, 6],
  "segments-as-text": [2 * MEBIBYTE, (count, random) => {
    const piece = random.of(['{"value":1},', "[", '"', '"a",', "NaN,", "\\", "a,", "1 "]);
    const text = piece.repeat(Math.floor(count / piece.length / 2));
    const segments = random.of(["[", ""]) + text + random.of(["1]", ""]);
    return json({ instances: [slice(0)], options: { as: "segmentation", segments } });
  }, 2],
  "segment-names": [4000, (count, random) => {
    const name = random.of(["n", "ä", '"', "\\", "|^~"]).repeat(900).slice(0, 400);
    const segments = Array.from(
      { length: count },
      (_, n) => ({ value: n + 1, name: `${name}${n}`, color: random.of(["#ff0000", "red", "1"]) }),
    );
    return json({ instances: [slice(0)], options: { as: "segmentation", segments } });
  }],
  "segments-of-one-name": [4096, (count) => {
    const segments = Array.from({ length: count }, (_, n) => ({ value: n + 1, name: "tumor" }));
    return json({ instances: [slice(0)], options: { as: "segmentation", segments } });
  }],
  "option-long": [3.9 * MEBIBYTE, (count, random) => {
    const piece = random.of(["x", '"', "[", "(", "1", " ", "z", "ä", "%", "../", "Time"]);
    const value = piece.repeat(count).slice(0, count / 2);
    return json({ instances: [slice(0)], options: { [random.of(OPTIONS)]: value } });
  }, 4],
  "option-names-long": [3.9 * MEBIBYTE, (count, random) => {
    const name = random.of(["ordre", "segment", "x", "axis"]);
    const long = name.repeat(Math.floor(count / name.length / 2));
    return json({ instances: [slice(0)], options: { [long]: "x" } });
  }, 4],
  "option-names-many": [200_000, (count, random) => {
    const name = random.of(["ordr", "axis", "x"]);
    const options = `{${lines(count, (n) => `"${name}${n}":1`, ",")}}`;
    return json(`{"instances":[${JSON.stringify(slice(0))}],"options":${options}}`);
  }, 4],
  "members-beside": [200_000, (count, random) => {
    const name = random.of(["ordr", "axis", "spaceOrigi", "x"]);
    return json(
      `{"instances":[${JSON.stringify(slice(0))}],${lines(count, (n) => `"${name}${n}":1`, ",")}}`,
    );
  }, 4],
  "query-long": [7000, (count, random) => {
    const name = random.of([...OPTIONS, "ordre", "x", "segmetns"]);
    const value = random.of(["x", "[", "%22", "z", "1", "%20"]).repeat(count).slice(0, count - 10);
    const query = random.chance(0.3) ? `${value}=1` : `${name}=${value}`;
    return json([slice(0)], `/v1/header?${query.replace(/%.?$/, "")}`);
  }],
  "query-many": [1500, (count, random) => {
    const name = random.of(["order", "o", "axis4", "ordre"]);
    return json(
      [slice(0)],
      `/v1/header?${lines(count, () => `${name}=a`.slice(0, 9), "&").slice(0, 7000)}`,
    );
  }],
  "npy-option": [400_000, (count, random) => {
    const shape = Array(count).fill(random.of([1, 4, 1e9, -1]));
    const value = random.of<unknown>([
      { shape },
      JSON.stringify({ shape }),
      { shape: [4, 4, 1], dtype: "<".repeat(count) },
    ]);
    return json({ instances: [slice(0)], options: { npy: value } });
  }, 4],
  "plane-option": [400_000, (count, random) => {
    const value = random.of<unknown>([
      { orientation: Array(count).fill(1) },
      { position: Array(whole(random, 0, 4)).fill(random.of([1e308, -1, null, "0"])) },
      "[".repeat(count),
      `{"spacing": [${"1,".repeat(Math.floor(count / 2))}1]}`,
      Object.fromEntries(Array.from({ length: Math.floor(count / 20) }, (_, n) => [`m${n}`, n])),
    ]);
    const step = random.of<unknown>(["1e308", -1e-308, "9".repeat(count), { step: 1 }, 2]);
    return json({ instances: [bareSlice(0)], options: { plane: value, step } });
  }, 2],
  "npy-header": [3.9 * MEBIBYTE, (count, random) => {
    const inside = random.of(["(", "1,", "'", " ", "(1,),", "\\'", "{", "'a': 1, ", "L"]);
    const long = inside.repeat(Math.floor(count / inside.length));
    const version = random.of([1, 2, 3]);
    const text = random.of([
      long,
      `{'descr': '|u1', 'fortran_order': False, 'shape': (${long}), }`,
    ]);
    return formed([
      { name: "f", file: "x.json", content: JSON.stringify(bareSlice(0)) },
      {
        name: "f",
        file: "x.npy",
        content: npy(version === 1 ? text.slice(0, 65_000) : text, version),
      },
    ]);
  }, 4],
  "npy-header-short": [60_000, (count, random) => {
    const inside = random.of(["(", "1,", "'", " ", "(1,),", "\\'", "'a': 1, ", "0", "L", "_"]);
    const long = inside.repeat(Math.floor(count / inside.length));
    const text = random.of([
      long,
      `{'descr': '|u1', 'fortran_order': False, 'shape': (${long}), }`,
      `{'descr': '${long}', 'fortran_order': False, 'shape': (1,), }`,
      `{'descr': '|u1', 'fortran_order': False, 'shape': (1,)${long}}`,
    ]);
    return formed([
      { name: "f", file: "x.json", content: JSON.stringify(bareSlice(0)) },
      { name: "f", file: "x.npy", content: npy(text, whole(random, 1, 3)) },
    ]);
  }],
  "npy-many": [30_000, (count) => {
    const content = npy("{'descr': '|u1', 'fortran_order': False, 'shape': (4,4,1), }\n");
    return formed(
      Array.from({ length: count }, (_, n) => ({ name: "f", file: `${n}.npy`, content })),
    );
  }, 5],
  "data-name": [3.9 * MEBIBYTE, (count, random) => {
    const name = random.of(["%d", "a ", "ä", "/", "1 2 3 ", "."]).repeat(count).slice(0, count / 2);
    return json({
      instances: [slice(0)],
      options: { data: name, format: random.of(["zip", "json"]) },
    });
  }, 4],
};
