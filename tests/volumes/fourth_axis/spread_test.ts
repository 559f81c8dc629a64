import { fc } from "../../support/property.ts";
import { deepEqual, equal, nearAll, ok } from "../../assert.ts";
import { sliceAt, type Values } from "../../support/dataset.ts";
import { replyTo, theVolume } from "../../support/reply.ts";

/** Phases of a heart that beats differently while each slice is taken. */
const cine = (
  beats: readonly number[],
  phases: number,
  others: (t: number) => Values = () => ({}),
) =>
  beats.flatMap((beat, k) =>
    [...Array(phases).keys()].map((t) =>
      sliceAt([0, 0, 8 * k], {
        TriggerTime: t * beat / phases,
        InstanceNumber: k * phases + t + 1,
        ...others(t),
      })
    )
  );

const spreadOf = (sent: readonly Values[]) => {
  const { axis4, findings } = theVolume(replyTo(sent));
  return { axis: axis4!, told: findings.find(({ code }) => code === "axis4-times-vary") };
};

Deno.test("trigger times that differ between slices are not one time for the volume", () => {
  fc.assert(fc.property(
    fc.array(fc.integer({ min: 500, max: 1500 }), { minLength: 2, maxLength: 8 }),
    fc.integer({ min: 3, max: 12 }),
    fc.boolean(),
    (beats, phases, named) => {
      const sent = cine(beats, phases, (t) => named ? { TemporalPositionIdentifier: t + 1 } : {});
      const { axis, told } = spreadOf(sent);
      const last = (phases - 1) / phases;
      const spread = last * (Math.max(...beats) - Math.min(...beats));
      const middle = beats.toSorted((a, b) => a - b);
      const median = (middle[(beats.length - 1) >> 1]! + middle[beats.length >> 1]!) / 2;
      if (named) {
        // Whatever is written: as times only if they nearly are the times of every slice.
        if (axis.unit === "ms") ok(spread <= 0.5 * Math.min(...beats) / phases + 1e-9);
        return;
      }
      const isTime = axis.unit === "ms";
      if (spread > 0.5 * median / phases && !isTime) {
        deepEqual([axis.by, axis.values], ["TriggerTime", [...Array(phases).keys()]]);
        equal(told!.severity, "warning");
        nearAll([told!.spread as number], [spread], 1e-6);
      } else if (spread > 0.01 * median / phases) {
        ok(isTime && spread <= 0.5 * median / phases + 1e-6);
        ok(told !== undefined && told.severity === "info");
      } else {
        ok(isTime);
      }
    },
  ));
});

Deno.test("slices that are taken one after the other, at one pace, have one time", () => {
  const sent = [0, 1, 2, 3].flatMap((k) =>
    [0, 1, 2].map((t) => sliceAt([0, 0, 3 * k], { AcquisitionTime: `1010${10 + 9 * t + 2 * k}` }))
  );
  const { axis, told } = spreadOf(sent);
  deepEqual([axis.unit, axis.values, told], ["s", [0, 9, 18], undefined]);
});
