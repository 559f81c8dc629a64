import { cross, type Vector } from "../../lib/geometry/vector.ts";
import { deepEqual, equal, match, near, nearAll, ok, throws } from "../assert.ts";
import { sliceAt, type Values } from "../support/dataset.ts";
import { fc } from "../support/property.ts";
import { readNrrdGeometry } from "../support/nrrd_geometry.ts";
import { liesAt, refusedWith, replyTo, theVolume } from "../support/reply.ts";
import { asked } from "../support/stated.ts";

const ULTRASOUND = "1.2.840.10008.5.1.4.1.1.3.1";
const CAPTURE = "1.2.840.10008.5.1.4.1.1.7";

/** Columns towards the left, rows towards the back: frames follow each other towards the head. */
const plane = { orientation: "axial", position: [10, 20, 30], spacing: [0.5, 0.25] };

const cine = (frames: number, others: Values = {}): Values => ({
  SOPClassUID: ULTRASOUND,
  NumberOfFrames: frames,
  Rows: 3,
  Columns: 4,
  BitsAllocated: 8,
  ...others,
});

const captures = (numbers: readonly (number | undefined)[]): Values[] =>
  numbers.map((number) => ({
    SOPClassUID: CAPTURE,
    Rows: 3,
    Columns: 4,
    BitsAllocated: 8,
    ...(number === undefined ? {} : { InstanceNumber: number }),
  }));

const at = (heights: readonly number[]): Vector[] => heights.map((z) => [10, 20, z]);

Deno.test("a single slice: the step that is stated wins over tags, and is told as such", () => {
  const slice = sliceAt([1, 2, 3], { SpacingBetweenSlices: 6, SliceThickness: 5 });
  const volume = theVolume(replyTo([slice], asked({ step: 2.5 })));
  deepEqual(volume.geometry.directions[2], [0, 0, 2.5]);
  const codes = volume.findings.map(({ code }) => code);
  ok(codes.includes("step-stated") && !codes.includes("single-slice"));
  match(volume.header, /# .*slice axis is 2\.5 mm long, as stated by the caller \(step=\)/);
  // By position slices follow the normal; in the order given they may run against it.
  const third = (options: Record<string, unknown>) =>
    theVolume(replyTo([slice], asked(options))).geometry.directions[2];
  deepEqual(third({ step: -2.5 }), [0, 0, 2.5]);
  deepEqual(third({ step: -2.5, order: "given" }), [0, 0, -2.5]);
  deepEqual(third({}), [0, 0, 6]);
});

Deno.test("frames behind one position are stacked as they are stored", () => {
  const up = theVolume(replyTo([cine(3)], asked({ plane, step: 2 })));
  deepEqual(up.sizes, [4, 3, 3]);
  liesAt(up, at([30, 32, 34]));
  deepEqual([up.order, up.geometry.handedness], [[0, 1, 2], "right"]);
  match(up.header, /3 slices lie 2 mm apart, one after the other along row . column, as stated/);

  const down = theVolume(replyTo([cine(3)], asked({ plane, step: -2 })));
  liesAt(down, at([26, 28, 30]));
  deepEqual(down.order, [2, 1, 0]);
  const stored = theVolume(replyTo([cine(3)], asked({ plane, step: -2, order: "given" })));
  liesAt(stored, at([30, 28, 26]));
  deepEqual([stored.order, stored.geometry.handedness], [[0, 1, 2], "left"]);
  match(stored.header, /3 slices lie 2 mm apart, one after the other against row . column/);
});

Deno.test("an object of any kind whose frames share its one position", () => {
  const frames = sliceAt([1, 2, 3], { NumberOfFrames: 3 });
  throws(() => replyTo([frames]), refusedWith("no-geometry"));
  const volume = theVolume(replyTo([frames], asked({ step: 4 })));
  liesAt(volume, [[1, 2, 3], [1, 2, 7], [1, 2, 11]]);
  deepEqual(
    volume.findings.filter(({ code }) => code.endsWith("-stated")).map(({ code }) => code),
    ["step-stated"],
  );
});

Deno.test("any step: every frame's corners lie where plane and step say", () => {
  const steps = fc.tuple(fc.double({ min: 0.05, max: 50, noNaN: true }), fc.boolean())
    .map(([size, negative]) => negative ? -size : size);
  const angle = fc.double({ min: 0, max: 6.28, noNaN: true });
  const place = fc.double({ min: -500, max: 500, noNaN: true });
  const turned = fc.tuple(angle, angle, angle).map(([a, b, c]): [Vector, Vector] => {
    // Turned about z, then x, then z again: any plane there is.
    const about = (v: Vector, p: 0 | 1, q: 1 | 2, by: number): Vector => {
      const w: [number, number, number] = [...v];
      w[p] = Math.cos(by) * v[p] - Math.sin(by) * v[q];
      w[q] = Math.sin(by) * v[p] + Math.cos(by) * v[q];
      return w;
    };
    const turn = (v: Vector) => about(about(about(v, 0, 1, a), 1, 2, b), 0, 1, c);
    return [turn([1, 0, 0]), turn([0, 1, 0])];
  });
  fc.assert(fc.property(
    turned,
    fc.tuple(place, place, place),
    steps,
    fc.integer({ min: 2, max: 30 }),
    fc.constantFrom("position", "given"),
    ([row, column], position, step, count, order) => {
      const stated = { orientation: [...row, ...column], position, spacing: [0.7, 1.3] };
      const options = asked({ plane: stated, step, order });
      const volume = theVolume(replyTo([cine(count)], options));
      const { origin, directions } = readNrrdGeometry(volume.header);
      const normal = cross(row, column);
      volume.order.forEach((frame, k) => {
        for (const [i, j] of [[0, 0], [3, 0], [0, 2], [3, 2]] as const) {
          const expected = position.map((p, c) =>
            p + i * 1.3 * row[c]! + j * 0.7 * column[c]! + frame! * step * normal[c]!
          );
          const said = origin.map((p, c) =>
            p + i * directions[0][c]! + j * directions[1][c]! + k * directions[2][c]!
          );
          nearAll(said, expected as unknown as Vector, 1e-9);
        }
      });
    },
  ));
});

Deno.test("pictures without positions follow each other by number, or as sent", () => {
  const shuffled = captures([3, 1, 2]);
  const byNumber = theVolume(replyTo(shuffled, asked({ plane, step: 2 })));
  liesAt(byNumber, at([30, 32, 34]));
  deepEqual(byNumber.order, [1, 2, 0]);
  const numbered = asked({ plane, step: 2, order: "instance-number" });
  deepEqual(theVolume(replyTo(shuffled, numbered)).order, [1, 2, 0]);
  const sent = theVolume(replyTo(shuffled, asked({ plane, step: 2, order: "given" })));
  liesAt(sent, at([30, 32, 34]));
  deepEqual(sent.order, [0, 1, 2]);
  for (const numbers of [[1, 1, 2], [1, undefined, 2]]) {
    throws(
      () => replyTo(captures(numbers), asked({ plane, step: 2 })),
      refusedWith("instance-numbers-unusable", /3 objects have no positions/),
    );
    const given = asked({ plane, step: 2, order: "given" });
    deepEqual(theVolume(replyTo(captures(numbers), given)).order, [0, 1, 2]);
  }
});

Deno.test("many frames on one plane need a step, or the name of what separates them", () => {
  for (const [objects, frames] of [[[cine(5)], 5], [captures([1, 2, 3]), 3]] as const) {
    throws(
      () => replyTo(objects, asked({ plane })),
      refusedWith("no-geometry", new RegExp(`^${frames} frames lie on the one plane`)),
    );
  }
  const listed = theVolume(
    replyTo(captures([1, 2, 3]), asked({ plane, axis4: "InstanceNumber" })),
  );
  deepEqual(listed.sizes, [4, 3, 1, 3]);
});

Deno.test("objects of many frames are a stack each", () => {
  const { volumes } = replyTo([cine(3), cine(3, { InstanceNumber: 2 })], asked({ plane, step: 2 }));
  deepEqual(volumes.map(({ order }) => order), [[0, 1, 2], [3, 4, 5]]);
});

Deno.test("positions that DICOM has are never replaced by a step", () => {
  const slices = [0, 3, 6].map((z) => sliceAt([0, 0, z]));
  throws(
    () => replyTo(slices, asked({ step: 2.5 })),
    refusedWith("bad-option", /states 2\.5 mm, but by their positions .* 3 mm apart/),
  );
  const unstated = theVolume(replyTo(slices));
  for (const step of [3, -3, 3.0001]) {
    deepEqual(theVolume(replyTo(slices, asked({ step }))).header, unstated.header);
  }
  throws(() => replyTo(slices, asked({ step: 3.01 })), refusedWith("bad-option"));
  // Sheared slices are as far apart as their positions are.
  const sheared = [0, 3, 6].map((z) => sliceAt([0, z, z]));
  const spacing = Math.hypot(3, 3);
  near(theVolume(replyTo(sheared, asked({ step: spacing }))).geometry.spacing[2], spacing, 1e-9);
});

Deno.test("a step that contradicts one stack takes no single slice with it", () => {
  const slices = [0, 3, 6].map((z) => sliceAt([0, 0, z]));
  const scout = sliceAt([9, 9, 9], { ImageOrientationPatient: [1, 0, 0, 0, 0, -1] });
  const { volumes, refused } = replyTo([...slices, scout], asked({ step: 7 }));
  deepEqual(volumes.map(({ geometry }) => geometry.directions[2]), [[0, 7, 0]]);
  deepEqual(refused.map(({ code }) => code), ["bad-option"]);
});

Deno.test("a step too small to tell positions apart is refused, not taken for none", () => {
  throws(
    () => replyTo([cine(3)], asked({ plane, step: 0.0005 })),
    refusedWith("bad-option", /0\.0005 mm; frames up to 0\.001 mm apart/),
  );
  const small = theVolume(replyTo([cine(3)], asked({ plane, step: 0.002 })));
  equal(small.sizes[2], 3);
});

Deno.test("the largest numbers that may be stated still make a header", () => {
  const far = { orientation: "axial", position: [-1e6, 1e6, 1e6], spacing: [1e6, 1e-6] };
  const volume = theVolume(replyTo([cine(50)], asked({ plane: far, step: 1e6 })));
  deepEqual(volume.geometry.directions, [[1e-6, 0, 0], [0, 1e6, 0], [0, 0, 1e6]]);
});
