import { deepEqual, equal, match, throws } from "../assert.ts";
import { sliceAt, type Values } from "../support/dataset.ts";
import { refusedWith, replyTo, theVolume } from "../support/reply.ts";

const slice = (z: number, location: number, others: Values = {}): Values =>
  sliceAt([0, 0, z], { SliceLocation: location, ...others });

Deno.test("one position for all while Slice Location moves: refused, by name", () => {
  for (const others of [{}, { AcquisitionTime: "1" }, { InstanceNumber: 1 }] as const) {
    const sent = [0, 3, 6, 9].map((location, n) =>
      slice(5, location, {
        ...others,
        ...("AcquisitionTime" in others ? { AcquisitionTime: `10101${n}` } : {}),
      })
    );
    for (const axis4 of ["auto", "none"]) {
      throws(
        () => replyTo(sent, { axis4 }),
        refusedWith("bad-position", /4 frames share 1 position.*Slice Location.*from 0 to 9 mm/),
      );
    }
  }
  // Copied to two positions, all of them.
  const twice = [0, 1].flatMap((n) => [0, 1, 2, 3].map((k) => slice(20 * n, 3 * k + 20 * n)));
  throws(() => replyTo(twice), refusedWith("bad-position", /8 frames share 2 positions/));
});

Deno.test("one position at several times is a list, if Slice Location says so, or nothing", () => {
  for (const location of [() => 7, (n: number) => 7 + 0.01 * n]) {
    const sent = [0, 1, 2].map((n) => slice(5, location(n), { AcquisitionTime: `10101${n}` }));
    const volume = theVolume(replyTo(sent));
    deepEqual(volume.sizes, [4, 3, 1, 3]);
    deepEqual(volume.findings.filter(({ code }) => code === "slice-location-disagrees"), []);
  }
  const unsaid = [0, 1, 2].map((n) => sliceAt([0, 0, 5], { AcquisitionTime: `10101${n}` }));
  equal(theVolume(replyTo(unsaid)).sizes[3], 3);
});

Deno.test("locations that disagree at a few positions are told", () => {
  const sent = [0, 1].flatMap((t) =>
    [0, 1, 2, 3].map((k) => slice(3 * k, 3 * k + (k === 2 ? 3 * t : 0), { EchoTime: 10 + 20 * t }))
  );
  const { findings } = theVolume(replyTo(sent));
  const told = findings.find(({ code }) => code === "slice-location-disagrees")!;
  deepEqual([told.severity, told.positions, told.spread], ["warning", 1, 3]);
  match(told.message, /Slice Location/);
});
