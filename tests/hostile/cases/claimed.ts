/**
 * NRRD headers for `/v1/check`: what a line, a value or a list may hold.
 *
 * @module
 */

import type { Random } from "../../support/random.ts";
import { bareSlice } from "../datasets.ts";
import { type Cases, formed, type Hostile, json, lines, whole } from "../request.ts";

const MEBIBYTE = 2 ** 20;

/** Fields that every header has. */
const FIELDS: Readonly<Record<string, string>> = {
  type: "short",
  dimension: "3",
  space: "left-posterior-superior",
  sizes: "4 4 1",
  "space directions": "(1,0,0) (0,1,0) (0,0,1)",
  "space origin": "(0,0,0)",
  encoding: "raw",
  endian: "little",
};

/** A header with other fields, and lines behind them, beside the slice that it may belong to. */
function claim(random: Random, others: Readonly<Record<string, string>>, behind = ""): Hostile {
  const fields = Object.entries({ ...FIELDS, ...others }).map(([name, value]) =>
    `${name}: ${value}`
  );
  const end = random.of(["\n\n", "\n", ""]);
  return claimText(random, ["NRRD0005", ...fields].join("\n") + `\n${behind}${end}`);
}

/** In one of the ways that a header is sent. */
function claimText(random: Random, text: string): Hostile {
  const object = bareSlice(0);
  return random.chance(0.5) ? json({ header: text, instances: [object] }, "/v1/check") : formed([
    { name: "header", file: "x.nhdr", content: text },
    { name: "f", file: "x.json", content: JSON.stringify(object) },
  ], "/v1/check");
}

/** Fields whose value is read by itself. */
const READ = [
  "kinds",
  "sizes",
  "space directions",
  "space origin",
  "measurement frame",
  "thicknesses",
  "labels",
  "units",
  "space units",
  "centerings",
  "axis mins",
  "spacings",
  "dimension",
  "type",
  "data file",
  "space",
];

const PIECES = [
  '"',
  '"" ',
  '\\"',
  "(",
  "(1,",
  "(1,1,1) ",
  "1 ",
  "none ",
  "domain ",
  " ",
  "\t",
  "-",
  "1e",
  "???",
];

/** By name. */
export const CLAIMED: Cases = {
  "claimed-value": [16_384, (count, random) =>
    claim(random, {
      [random.of(READ)]: random.of(PIECES).repeat(count).slice(0, count),
    }), 4],
  "claimed-values": [60_000, (count, random) => {
    const others = Object.fromEntries(READ.map((name) => [
      name,
      random.of(PIECES).repeat(16_384).slice(0, Math.min(16_384, Math.ceil(count / 4))),
    ]));
    return claim(random, others);
  }],
  "claimed-line": [3.9 * MEBIBYTE, (count, random) =>
    claimText(
      random,
      `NRRD0004\n${random.of(PIECES).repeat(count).slice(0, count / 2)}${random.of(["", "\n\n"])}`,
    ), 6],
  "claimed-lines": [400_000, (count, random) => {
    const line = random.of<(n: number) => string>([
      () => "# x",
      () => "type: short",
      () => "x",
      () => "",
      () => "\r",
      (n) => `k${n}:=v`,
      () => "k:=v",
      (n) => `field ${n}: x`,
      () => ":",
      () => "sizes: 1 1 1",
    ]);
    return claim(random, {}, lines(Math.ceil(count / 2), line, "\n"));
  }, 4],
  "claimed-axes": [16_000, (count, random) => {
    const axes = Math.min(count, whole(random, 17, 16_000));
    return claim(random, {
      dimension: `${axes}`,
      sizes: "1 ".repeat(axes),
      kinds: "list ".repeat(axes),
      "space directions": "none ".repeat(axes),
    });
  }, 1],
  "claimed-segments": [100_000, (count, random) => {
    const names = random.shuffled(["ID", "Name", "LabelValue", "Layer", "Extent", "Color", "Tags"]);
    const value = random.of(["x", "0 1 0 1 0 1", "1", "a:b|c", ""]);
    const line = (n: number) => `Segment${Math.floor(n / 5)}_${names[n % 5]}:=${value}`;
    return claim(random, {}, lines(count, line, "\n"));
  }, 6],
  "claimed-file-list": [600_000, (count, random) => {
    const name = random.of<(n: number) => string>([
      () => "x",
      (n) => `${n}.raw`,
      () => " ",
      () => "#",
    ]);
    const list = random.of(["LIST", "LIST 2", "LIST 3", "SKIPLIST"]);
    return claimText(
      random,
      `NRRD0004\ntype: short\ndimension: 3\nsizes: 4 4 1\nencoding: raw\ndata file: ${list}\n` +
        lines(count, name, "\n"),
    );
  }, 4],
  "claimed-file-pattern": [1e9, (count, random) =>
    claim(random, {
      "data file": `${random.of(["x%d.raw", "x%03d", "%s%d", "x%999999d"])} 0 ${count} ${
        random.of(["1", "0", "-1", "0.000001"])
      } ${random.of(["", "1", "2", "99"])}`,
    })],
  "claimed-sizes": [1e9, (count, random) =>
    claim(random, {
      sizes: `${count} ${random.of([count, 4])} ${random.of([count, 1])}`,
    })],
  "claimed-dictionary": [150_000, (count, random) => {
    const nested = random.of<(n: number) => unknown>([
      () => 1,
      () => [1, 0, 0],
      () => null,
      () => "none",
      () => [],
    ]);
    const list = Array.from({ length: count }, (_, n) => nested(n));
    const name = random.of(["space directions", "sizes", "kinds", "spaceOrigin", "x", "header"]);
    return json({
      header: { ...FIELDS, [name]: list },
      instances: [bareSlice(0)],
    }, "/v1/check");
  }, 4],
  "claimed-keys": [100_000, (count) =>
    json({
      header: Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, "v"])),
      instances: [bareSlice(0)],
    }, "/v1/check"), 4],
  "claimed-of-many-slices": [5500, (count, random) => {
    const order = random.shuffled(Array.from({ length: count }, (_, n) => n));
    const text = Object.entries({ ...FIELDS, sizes: `4 4 ${count}` })
      .map(([name, value]) => `${name}: ${value}`).join("\n");
    return json({
      header: `NRRD0004\n${text}\n\n`,
      instances: order.map((n) =>
        bareSlice(0, { ImagePositionPatient: [0, 0, n], InstanceNumber: n })
      ),
    }, "/v1/check");
  }, 3],
};
