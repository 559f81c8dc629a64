import type { HeaderOptions } from "../../lib/options/types.ts";
import { deepEqual, equal, match, throws } from "../assert.ts";
import { sliceAt, type Values } from "../support/dataset.ts";
import { refusedWith, replyTo, theVolume } from "../support/reply.ts";

/** Slices at these heights, sent in this order; with two numbers, height and time. */
const at = (...places: (number | [z: number, t: number])[]): Values[] =>
  places.map((place) => {
    const [z, t] = typeof place === "number" ? [place, undefined] : place;
    return sliceAt([0, 0, z], t === undefined ? {} : { TemporalPositionIdentifier: t });
  });

const sorted = (images: Values[], options: Partial<HeaderOptions> = { order: "given" }) =>
  theVolume(replyTo(images, options)).sorted;

/** The permutation with which a caller is sent away. */
function permutation(images: Values[]): number[] {
  let found: number[] = [];
  throws(() => replyTo(images, { order: "given" }), (error) => {
    found = (error as { details: Record<string, number[]> }).details["permutation"]!;
    return refusedWith("order-not-regular")(error);
  });
  return found;
}

Deno.test("order=given tells how to sort the array", () => {
  deepEqual(sorted(at(0, 1, 2)), { flipped: false, slices: [0, 1, 2] });
  deepEqual(sorted(at(2, 1, 0)), { flipped: true, slices: [2, 1, 0] });
  equal(sorted(at(2, 1, 0), {}), undefined);
});

Deno.test("order=given tells how to sort the volumes", () => {
  // Times 3, 1, 2, each from the top down.
  const images = at(...[3, 1, 2].flatMap((t) => [1, 0].map((z): [number, number] => [z, t])));
  const volume = theVolume(replyTo(images, { order: "given" }));
  deepEqual(volume.axis4!.values, [3, 1, 2]);
  deepEqual(volume.sorted, { flipped: true, slices: [1, 0], volumes: [1, 2, 0] });
  deepEqual(volume.sorted!.volumes!.map((t) => volume.axis4!.values[t]), [1, 2, 3]);
});

Deno.test("an order that no header describes comes with the permutation that sorts it", () => {
  const heights = [3, 0, 2, 1];
  const order = permutation(at(...heights));
  deepEqual(order.map((place) => heights[place]), [0, 1, 2, 3]);
});

Deno.test("the permutation counts what takes no part, as an array of all that was sent does", () => {
  const heights = [3, 0, 2, 1];
  const order = permutation([{ Rows: 2, Columns: 2 }, ...at(...heights)]);
  deepEqual(order.map((place) => [NaN, ...heights][place]), [0, 1, 2, 3]);
});

Deno.test("the permutation of frames over time is volume by volume", () => {
  const places: [number, number][] = [[0, 1], [1, 2], [1, 1], [0, 2], [2, 1], [2, 2]];
  const order = permutation(at(...places));
  deepEqual(order.map((place) => places[place]), [
    [0, 1],
    [1, 1],
    [2, 1],
    [0, 2],
    [1, 2],
    [2, 2],
  ]);
});

Deno.test("instance numbers that are absent, repeated or jumbled give no order, and what helps is said", () => {
  const numbered = (...numbers: readonly (number | undefined)[]) =>
    numbers.map((InstanceNumber, k) =>
      sliceAt([0, 0, k], InstanceNumber === undefined ? {} : { InstanceNumber })
    );
  const helpOf = (images: Values[], code: string): string => {
    let help = "";
    throws(() => replyTo(images, { order: "instance-number" }), (error) => {
      help = (error as { details: Record<string, string> }).details["help"]!;
      return refusedWith(code)(error);
    });
    return help;
  };
  for (const images of [numbered(1, 2, 2), numbered(1, undefined, 3)]) {
    equal(helpOf(images, "instance-numbers-unusable"), "order=position or order=given");
  }
  match(
    helpOf(numbered(2, 3, 1, 4), "order-not-regular"),
    /by instance number: array\[permutation\]$/,
  );
  const byNumber = theVolume(replyTo(numbered(3, 2, 1), { order: "instance-number" }));
  deepEqual(byNumber.slices.map(({ given }) => given), [2, 1, 0]);
});
