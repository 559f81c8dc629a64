/**
 * What a list repeats is left out before it is parsed, and put back. A list within a list is parsed as
 * it stands, and so shows what must come out: the same value, its keys in the same order, or the same
 * error.
 */

import { Budget } from "../../lib/budget.ts";
import { ATTRIBUTES } from "../../lib/dicom/attributes.ts";
import { parseJsonText, readJson } from "../../lib/dicom/json.ts";
import { scanJson } from "../../lib/dicom/json_scan.ts";
import { isHeaderError } from "../../lib/errors.ts";
import { DEFAULT_LIMITS } from "../../lib/limits.ts";
import { deepEqual, equal, ok, throws } from "../assert.ts";
import { growsLinearly } from "../support/growth.ts";
import { damage, lists, sound } from "../support/json_lists.ts";
import { fc } from "../support/property.ts";

/** The value as text, since the order of keys counts. */
function valueOf(text: string): string | undefined {
  try {
    return JSON.stringify(parseJsonText(text));
  } catch (error) {
    if (!isHeaderError(error, "bad-json")) throw error;
    return undefined;
  }
}

function isAsItStands(list: string): void {
  const value = valueOf(list);
  equal(value && `[${value}]`, valueOf(`[${list}]`), list);
}

Deno.test("a list is what it is as it stands, or no JSON", () => {
  fc.assert(fc.property(lists, isAsItStands), { numRuns: 2000 });
});

Deno.test("so is a list that is damaged anywhere", () => {
  fc.assert(
    fc.property(lists, damage, (list, damaged) => isAsItStands(damaged(list))),
    { numRuns: 2000 },
  );
});

Deno.test("blanks that come or go within a list change nothing of what is read of it", () => {
  const object = (blank: string) =>
    `{ "a": 1,${blank}"00200032": {"vr":"DS","Value":[1]},${blank}"00091010": {"vr":"UN"} }`;
  for (const blanks of [["", " ", ""], [" ", "", " "], [" ", "\n  ", ""]]) {
    const list = `[${blanks.map(object).join()}]`;
    isAsItStands(list);
    equal(valueOf(list)?.includes("00091010"), false, list);
  }
});

Deno.test("a key that comes twice in an object, in one spelling or in two, counts at last", () => {
  for (const twice of ['"Rows":1,"Rows":2', '"\\u0052ows":1,"Rows":2', '"Rows":1,"\\u0052ows":2']) {
    for (const [from, to] of [[":1", ":5"], [":2", ":5"]] as const) {
      isAsItStands(`[{${twice}},{${twice.replace(from, to)}},{${twice}}]`);
    }
  }
});

Deno.test("a list under a name is what the name means", () => {
  const member = fc.oneof(
    fc.tuple(fc.constantFrom('"instances"', '"inst\\u0061nces"', '" instances"'), lists),
    fc.tuple(fc.constantFrom('"options"', '"00080005"', '"Rows"', '"instances"'), sound),
  );
  fc.assert(
    fc.property(fc.array(member, { maxLength: 4 }), (members) => {
      isAsItStands(`{${members.map((member) => member.join(":")).join()}}`);
    }),
    { numRuns: 500 },
  );
});

/** A list of objects: those of one layout but for some values. */
function listOf(count: number, object: (k: number) => unknown, indent?: number): string {
  return JSON.stringify(Array.from({ length: count }, (_, k) => object(k)), null, indent);
}

const slice = (k: number) => ({
  "00080005": { vr: "CS", Value: ["ISO_IR 100"] },
  "00080018": { vr: "UI", Value: [`1.2.${k}`] },
  "00200032": { vr: "DS", Value: [0, 0, k] },
  "00200037": { vr: "DS", Value: [1, 0, 0, 0, 1, 0] },
  "00280010": { vr: "US", Value: [k < 20 ? 512 : 256] },
  "00280030": { vr: "DS", Value: [0.5, 0.5] },
});

Deno.test("what is repeated is the very same value, and decoded to the very same list", () => {
  const forms = [
    listOf(40, slice),
    listOf(40, slice, 2),
    `{"options":{},"instances":${listOf(40, slice)}}`,
  ];
  for (const text of forms) {
    const { objects } = readJson(parseJsonText(text));
    equal(objects.length, 40);
    const changes = (values: readonly unknown[]) =>
      values.filter((value, k) => value !== values[k - 1]);
    const numbers = (keyword: "ImageOrientationPatient" | "Rows" | "ImagePositionPatient") =>
      changes(objects.map(({ dataset }) => dataset.numbers(keyword)));
    deepEqual(numbers("ImageOrientationPatient"), [[1, 0, 0, 0, 1, 0]]);
    deepEqual(numbers("Rows"), [[512], [256]]);
    equal(numbers("ImagePositionPatient").length, 40);
    deepEqual(changes(objects.map(({ dataset }) => dataset.strings("PixelSpacing"))), [[
      "0.5",
      "0.5",
    ]]);
    deepEqual(changes(objects.map(({ dataset }) => dataset.strings("Modality"))), [[]]);
    deepEqual(
      objects.map(({ dataset }) => dataset.strings("SOPInstanceUID")),
      objects.map((_, k) => [`1.2.${k}`]),
    );
  }
});

Deno.test("every value that stands in the same place of equal layouts is shared", () => {
  const layout = fc.uniqueArray(fc.stringMatching(/^[0-9A-F]{7}[A-F]$/), {
    minLength: 1,
    maxLength: 9,
  });
  // Behind eight objects with nothing in common no further one is compared.
  const values = fc.array(fc.array(fc.nat(2), { minLength: 9, maxLength: 9 }), {
    minLength: 2,
    maxLength: 8,
  });
  fc.assert(fc.property(layout, values, fc.constantFrom(undefined, 1), (keys, values, indent) => {
    const object = (k: number) => Object.fromEntries(keys.map((key, m) => [key, [values[k]![m]]]));
    const list = parseJsonText(listOf(values.length, object, indent)) as Record<string, unknown>[];
    for (const [k, one] of list.slice(1).entries()) {
      deepEqual(
        keys.map((key) => one[key] === list[k]![key]),
        keys.map((_, m) => values[k + 1]![m] === values[k]![m]),
      );
    }
  }));
});

Deno.test("what is wrong in a list that repeats much is told by its place", () => {
  const text = listOf(40, slice);
  const at = text.lastIndexOf("[0,0,39]");
  for (const [put, place] of [["[0,,39]", 3], ["[0 0,39]", 3], ["Doe", 0], ["[0]]", 3]] as const) {
    const damaged = `${text.slice(0, at)}${put}${text.slice(at + "[0,0,39]".length)}`;
    throws(() => parseJsonText(damaged), { code: "bad-json", details: { position: at + place } });
  }
});

Deno.test("what is repeated takes memory for its places alone, what is not as much as ever", () => {
  const memory = (text: string) => {
    const budget = new Budget();
    parseJsonText(text, budget);
    return budget.counted("jsonMemory");
  };
  const members = Object.values(ATTRIBUTES).slice(-30).map((
    [tag, vr],
  ) => [tag, { vr, Value: ["x"] }]);
  const object = Object.fromEntries(members);
  // An object takes 24 bytes and 8 for each member in V8.
  const [same, whole] = [listOf(500, () => object), `[${listOf(500, () => object)}]`].map(memory);
  ok(same! > 500 * (24 + 30 * 8) && same! < whole! / 3, `${same} of ${whole}`);
  // Nor does a key count less for being the one by which an object is not like the one before.
  const unlike = (key: (k: number) => string) => listOf(500, (k) => ({ Rows: 1, [key(k)]: 1 }));
  const around = memory("[[]]") - memory("[]");
  for (const list of [unlike((k) => k % 2 ? "a" : "b"), unlike((k) => `key ${k}`)]) {
    const [apart, stands] = [memory(list), memory(`[${list}]`) - around];
    ok(apart >= stands && apart < 1.5 * stands, `${apart} of ${stands}`);
  }
});

Deno.test("a list that takes too much is refused as it is without looking for repeats", () => {
  const jsonMemory = 5000;
  const text = `[${Array.from({ length: 200 }, (_, k) => `{"Rows":1,"Columns":[${k}]}`).join()}]`;
  const { memory } = scanJson(new TextEncoder().encode(text), 64, jsonMemory);
  ok(memory > jsonMemory);
  throws(() => parseJsonText(text, new Budget({ ...DEFAULT_LIMITS, jsonMemory })), {
    code: "limit-exceeded",
    details: { limit: "JSON memory per request", maximum: jsonMemory, found: memory },
  });
});

Deno.test("lists grow linearly, whatever they repeat", async () => {
  const members = (count: number, last: number) =>
    `{${Array.from({ length: count }, (_, k) => `"k${k}":1`).join()},"z${last % 2}":${last % 3}}`;
  const lists: ((size: number) => string)[] = [
    // Long objects that are alike up to their last key.
    (size) => `[${Array.from({ length: size / 100 }, (_, k) => members(100, k)).join()}]`,
    (size) => `[${members(size / 4, 0)},${members(size / 4, 2)},${members(size / 4, 3)}]`,
    (size) => `[${Array(size / 10).fill('{"Rows":1}').join()}]`,
    (size) => `[{"Rows":"${"x".repeat(size)}"},{"Rows":"${"x".repeat(size)}y"}]`,
  ];
  for (const list of lists) {
    await growsLinearly(100_000, (size) => {
      const text = list(size);
      return () => parseJsonText(text);
    });
  }
});
