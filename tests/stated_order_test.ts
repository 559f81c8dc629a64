/** The order of an array is asked for where it matters, and told with the files that it means. */

import { fc } from "./support/property.ts";
import type { HeaderError, OrderChoice } from "../lib/errors.ts";
import { DEFAULT_OPTIONS, type HeaderOptions } from "../lib/options/types.ts";
import { byNumbers } from "../lib/name_order.ts";
import type { Reply } from "../lib/reply.ts";
import { deepEqual, equal, match, nearAll, ok, throws } from "./assert.ts";
import { readNrrdGeometry } from "./support/nrrd_geometry.ts";
import { collect } from "./support/objects.ts";
import { makeReply, refusedWith, theVolume } from "./support/reply.ts";
import { makeSegmentation } from "./support/segmentation.ts";
import { evenly, type MadeObject, makeSeries, type Triple } from "./support/series.ts";
import { planesOf } from "./support/truth.ts";

type File = { readonly name: string; readonly bytes: Uint8Array };

const replyTo = (files: readonly File[], options: Partial<HeaderOptions> = {}): Reply => {
  const { objects, skipped } = collect(files);
  return makeReply(objects, skipped, { ...DEFAULT_OPTIONS, ...options });
};

const refusal = (files: readonly File[], options: Partial<HeaderOptions>): HeaderError => {
  let caught: HeaderError | undefined;
  throws(() => replyTo(files, options), (error) => {
    caught = error as HeaderError;
    return refusedWith("order-not-stated")(error);
  });
  return caught!;
};

const choicesOf = (error: HeaderError) => error.details["choices"] as readonly OrderChoice[];

const byPosition = { order: "position", orderStated: true } as const;

/** Sagittal slices from right to left, which is against row × column. */
const leftward = (count = 5): MadeObject[] =>
  makeSeries({
    row: [0, 1, 0],
    column: [0, 0, -1],
    first: [-80, -90, 110],
    step: [4, 0, 0],
    count,
  });

const npy = (...shape: number[]) => ({ shape, dtype: "|u1", fortranOrder: false });

/** All ways to describe an array of 5 slices, 6 rows and 8 columns. */
const ARRAYS: readonly Partial<HeaderOptions>[] = [
  { npy: npy(5, 6, 8) },
  { npy: { ...npy(5, 6, 8), offset: 128 }, data: { file: "mask.npy" } },
  { array: "zyx" },
  { as: "labelmap" },
  { as: "segmentation" },
  { as: "labelmap", data: { file: "mask.raw" }, type: "short" },
];

Deno.test("an array of slices sent against row × column is not guessed", () => {
  const files = leftward();
  const planes = files.map(({ bytes }) => planesOf(bytes)[0]!.position);
  for (const array of ARRAYS) {
    const error = refusal(files, array);
    const [position, given, ...others] = choicesOf(error);
    deepEqual(others, []);
    deepEqual([position!.order, position!.first.file, position!.last.file], [
      "position",
      "0005.dcm",
      "0001.dcm",
    ]);
    deepEqual([given!.order, given!.first.file, given!.last.file], [
      "given",
      "0001.dcm",
      "0005.dcm",
    ]);
    deepEqual([given!.first.instanceNumber, given!.last.instanceNumber], [1, 5]);
    deepEqual([given!.first.position, given!.last.position], [planes[0], planes[4]]);
    equal(
      error.details.help,
      "order=position if its first slice is 0005.dcm (instance 5) and its last 0001.dcm (instance 1), from left to right; " +
        "order=given if its first slice is 0001.dcm (instance 1) and its last 0005.dcm (instance 5), from right to left",
    );
    nearAll(
      theVolume(replyTo(files, { ...array, order: "given" })).geometry.origin,
      planes[0]!,
      1e-9,
    );
    nearAll(
      theVolume(replyTo(files, { ...array, ...byPosition })).geometry.origin,
      planes[4]!,
      1e-9,
    );
  }
});

Deno.test("nobody is asked where nobody's array is described, or where both orders agree", () => {
  const files = leftward();
  const { findings } = theVolume(replyTo(files));
  ok(findings.some(({ code }) => code === "order-differs"));
  for (const options of [{}, { data: { file: "x.raw" } }, { type: "short" }] as const) {
    theVolume(replyTo(files, options));
  }
  for (const array of ARRAYS) theVolume(replyTo([...files].reverse(), array));
  const same = leftward().map((file) => ({ ...file, name: "same.dcm" }));
  match(String(refusal(same, { as: "labelmap" }).details.help), /same.dcm \(instance 5\)/);
});

Deno.test("slices sent to and fro have one order with a header, and the line that sorts the others", () => {
  const [a, b, c, d, e] = leftward() as unknown as readonly [File, File, File, File, File];
  const files = [c, a, b, e, d];
  const error = refusal(files, { as: "labelmap" });
  deepEqual(choicesOf(error).map(({ order }) => order), ["position"]);
  // array[permutation] runs as order=position does: e, d, c, b, a.
  deepEqual(error.details["permutation"], [3, 4, 0, 2, 1]);
  match(
    String(error.details.help),
    /^order=position if .*; an array stacked as sent has no header/,
  );
});

Deno.test("only the volumes are refused whose order matters", () => {
  const upward = makeSeries({ count: 4 });
  const { volumes, refused } = replyTo([...leftward(), ...upward], { as: "labelmap" });
  equal(volumes.length, 1);
  deepEqual(refused.map(({ code, given }) => [code, given.length]), [["order-not-stated", 5]]);
  equal(refused[0]!.details["volume"], 0);
  // A volume that the array does not fit is not meant.
  throws(
    () => replyTo([...upward, ...leftward()], { npy: npy(5, 6, 8) }),
    refusedWith("order-not-stated"),
  );
  throws(
    () => replyTo([...leftward(), ...upward], { npy: npy(9, 6, 8) }),
    refusedWith("array-does-not-fit"),
  );
});

/** Three echoes of four slices, sent slice by slice or echo by echo. */
const echoes = (placeOf: (k: number, t: number) => number): MadeObject[] => {
  const cells = [0, 1, 2, 3].flatMap((k) => [0, 1, 2].map((t) => ({ k, t })))
    .sort((a, b) => placeOf(a.k, a.t) - placeOf(b.k, b.t));
  return makeSeries({
    positions: cells.map(({ k }): Triple => [0, 0, 3 * k]),
    attributes: (n) => ({ EchoTime: 10 + 20 * cells[n]!.t }),
  });
};

Deno.test("volumes sent slice by slice matter to arrays of volumes, not to masks", () => {
  const files = echoes((k, t) => 3 * k + t);
  theVolume(replyTo(files, { as: "labelmap" }));
  theVolume(replyTo(files, { as: "segmentation" }));
  theVolume(replyTo(files, { npy: npy(4, 6, 8) }));
  // The shape tells where the volumes are.
  theVolume(replyTo(files, { npy: npy(3, 4, 6, 8) }));
  theVolume(replyTo(files, { npy: npy(4, 3, 6, 8) }));
  const backwards = echoes((k, t) => k - 4 * t);
  theVolume(replyTo(backwards, { as: "labelmap" }));
  const [position, given] = choicesOf(refusal(backwards, { npy: npy(3, 4, 6, 8) }));
  match(position!.words, /EchoTime from 10 to 50/);
  match(given!.words, /EchoTime from 50 to 10, one after the other/);
  const turned = echoes((k, t) => -3 * k - t);
  match(
    choicesOf(refusal(turned, { npy: npy(3, 4, 6, 8) }))[1]!.words,
    /EchoTime from 50 to 10, all of a slice together/,
  );
});

Deno.test("segments are laid on their images, whose order is asked for", () => {
  const attributes = { SOPInstanceUID: "1.2.3", FrameOfReferenceUID: "1.2.4" };
  const images = makeSeries({
    count: 4,
    attributes: (k) => ({ FrameOfReferenceUID: "1.2.4", SOPInstanceUID: `1.2.9.${k}` }),
  });
  const frames = [[[0, 0, 2], 1], [[0, 0, 0], 2], [[0, 0, 1], 2]] as const;
  const mask = makeSegmentation({ frames, attributes });
  const file = { name: "seg.dcm", bytes: mask.bytes };
  const { volumes } = replyTo([file, ...images], { as: "labelmap" });
  deepEqual(volumes.map(({ sizes }) => sizes), [[8, 6, 4], [8, 6, 4]]);
  const { details } = refusal([file, ...images.reverse()], { as: "labelmap" });
  deepEqual((details.refused ?? []).map(({ code }) => code), [
    "order-not-stated",
    "order-not-stated",
  ]);
});

Deno.test("names by their letters are not names by their numbers, and that is told", () => {
  const named = (count: number, step: number, nameOf = (k: number) => `I${k + 1}.dcm`) =>
    makeSeries({ count, step: [0, 0, step] }).map(({ bytes }, k) => ({ name: nameOf(k), bytes }))
      .sort((a, b) => a.name < b.name ? -1 : 1);
  // I1, I10, I11, I2, …: to and fro; by numbers they are sorted by position.
  const files = named(11, 2);
  throws(() => replyTo(files, { order: "given" }), (error) => {
    match(
      String((error as HeaderError).details.help),
      /by the numbers in them \(I2.dcm before I10.dcm\) the slices do follow each other: order=position is that order/,
    );
    return refusedWith("order-not-regular")(error);
  });
  match(
    choicesOf(refusal(files, { as: "labelmap" }))[0]!.words,
    /; the order of the files by the numbers in their names, I2.dcm before I10.dcm$/,
  );
  throws(() => replyTo(named(11, -2), { order: "given" }), (error) => {
    match(String((error as HeaderError).details.help), /: send them so, or order=position for/);
    return true;
  });
  // Both are regular, and each the other's opposite.
  const two = named(2, 2, (k) => `I${9 + k}.dcm`);
  const told = (files: readonly File[]) =>
    theVolume(replyTo(files, { order: "given" })).findings.filter(({ code }) =>
      code === "names-by-letters"
    );
  deepEqual(told(two).map(({ severity }) => severity), ["warning"]);
  match(told(two)[0]!.message, /I9.dcm before I10.dcm/);
  // Sent by numbers, or by names of one length, there is nothing of letters to tell.
  deepEqual(told([...two].reverse()), []);
  deepEqual(told(named(4, 2, (k) => `I${10 + k}.dcm`)), []);
  // Times by their letters: 1, 10, 11, 12, 2, …
  const times = makeSeries({
    positions: Array.from({ length: 24 }, (_, n): Triple => [0, 0, n % 2]),
    attributes: (n) => ({ TemporalPositionIdentifier: Math.floor(n / 2) + 1 }),
  }).map(({ bytes }, n) => ({ name: `t${Math.floor(n / 2) + 1}/${n % 2}.dcm`, bytes }))
    .sort((a, b) => a.name < b.name ? -1 : 1);
  equal(told(times).length, 1);
  deepEqual(told(times.toReversed()), []);
});

Deno.test("names by their numbers are not names by their letters, and that is told of arrays", () => {
  const named = (count: number, step: number, nameOf = (k: number) => `I${k + 1}.dcm`) =>
    makeSeries({ count, step: [0, 0, step] }).map(({ bytes }, k) => ({ name: nameOf(k), bytes }));
  const told = (files: readonly File[], options: Partial<HeaderOptions>) =>
    theVolume(replyTo(files, options)).findings.filter(({ code }) => code === "names-by-numbers")
      .map(({ severity, message }) => {
        equal(severity, "warning");
        return message;
      });
  // I1, I2, … I11, sorted by position: nobody is asked, but sorted() would have stacked them otherwise.
  const files = named(11, 2);
  for (const options of [{ as: "labelmap" }, { npy: npy(11, 6, 8) }, { order: "given" }] as const) {
    const [message, ...others] = told(files, options);
    deepEqual(others, []);
    match(message!, /\(I2.dcm before I10.dcm\).*has to be sorted first$/);
  }
  match(told(named(2, 2, (k) => `I${9 + k}.dcm`), { as: "labelmap" })[0]!, /has another header$/);
  // No array, an array that is sorted, names of one length: nothing to tell.
  deepEqual(told(files, {}), []);
  deepEqual(told(files, { as: "labelmap", ...byPosition }), []);
  deepEqual(told(named(4, 2, (k) => `I${10 + k}.dcm`), { as: "labelmap" }), []);
  // The order that is asked for is told by what it is.
  const [, given] = choicesOf(refusal(named(11, -2), { as: "labelmap" }));
  match(given!.words, /; the order of the files by the numbers in their names, I2.dcm before I10/);
  // Hexadecimal numbers follow each other by letters: 8, 9, A, B.
  const hexadecimal = named(12, 2, (k) => `I${(k + 8).toString(16).padStart(2, "0")}.dcm`)
    .sort((a, b) => byNumbers(a.name, b.name));
  throws(() => replyTo(hexadecimal, { order: "given" }), (error) => {
    match(
      String((error as HeaderError).details.help),
      /sent by the numbers in their names \(.*\); by their letters the slices do follow each other/,
    );
    return refusedWith("order-not-regular")(error);
  });
});

/** Where a header puts the first pixel of a slice, LPS mm. */
function centreOf(header: string, k: number): number[] {
  const { origin, directions, spatialAxes } = readNrrdGeometry(header);
  const step = directions[spatialAxes.length - 1]!;
  return origin.map((value, axis) => value + k * step[axis]!);
}

Deno.test("whatever was sent: advice that is followed puts the named files where they lie", () => {
  const coordinate = fc.double({ min: -300, max: 300, noNaN: true });
  const stacks = fc.record({
    first: fc.tuple(coordinate, coordinate, coordinate),
    gap: fc.double({ min: 0.5, max: 9, noNaN: true }),
    plane: fc.constantFrom<readonly [Triple, Triple, Triple]>(
      [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
      [[0, 1, 0], [0, 0, -1], [-1, 0, 0]],
      [[1, 0, 0], [0, 0, -1], [0, 1, 0]],
      [[0.8, 0.6, 0], [0, 0, -1], [-0.6, 0.8, 0]],
    ),
    order: fc.integer({ min: 2, max: 6 }).chain((count) =>
      fc.oneof(
        fc.constant(Array.from({ length: count }, (_, k) => k)),
        fc.constant(Array.from({ length: count }, (_, k) => count - 1 - k)),
        fc.shuffledSubarray(Array.from({ length: count }, (_, k) => k), {
          minLength: count,
          maxLength: count,
        }),
      )
    ),
    array: fc.constantFrom("npy", "array", "labelmap", "segmentation", "none"),
  });
  fc.assert(fc.property(stacks, ({ first, gap, plane: [row, column, normal], order, array }) => {
    const step = normal.map((part) => part * gap) as unknown as Triple;
    const made = makeSeries({ row, column, positions: evenly(first, step, order.length) });
    // slices by height, in the order sent
    const files = order.map((k, n) => ({ ...made[k]!, name: `${n}.dcm` }));
    const options: Partial<HeaderOptions> = array === "npy"
      ? { npy: npy(order.length, 6, 8) }
      : array === "array"
      ? { array: "zyx" }
      : array === "none"
      ? {}
      : { as: array as "labelmap" };
    const isSorted = order.every((k, n) => k === n);
    const isReversed = order.every((k, n) => k === order.length - 1 - n);
    if (isSorted || array === "none") {
      theVolume(replyTo(files, options));
      return;
    }
    const error = refusal(files, options);
    deepEqual(
      choicesOf(error).map(({ order }) => order),
      isReversed ? ["position", "given"] : ["position"],
    );
    for (const { order, first, last } of choicesOf(error)) {
      const stated = { ...options, order, orderStated: true };
      const { header } = theVolume(replyTo(files, stated));
      for (const [end, k] of [[first, 0], [last, files.length - 1]] as const) {
        const [plane] = planesOf(files.find(({ name }) => name === end.file)!.bytes);
        nearAll(centreOf(header, k), plane!.position, 1e-3);
        nearAll(end.position, plane!.position, 1e-9);
      }
    }
    if (isReversed) return;
    const permutation = error.details["permutation"] as readonly number[];
    deepEqual(permutation.map((n) => order[n]), order.map((_, k) => k));
  }));
});
