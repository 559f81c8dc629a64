import type { HeaderError } from "../../lib/errors.ts";
import { DEFAULT_OPTIONS, type HeaderOptions } from "../../lib/options/types.ts";
import { fc } from "../support/property.ts";
import { deepEqual, equal, match, near, ok, throws } from "../assert.ts";
import { objectsOf, sliceAt, type Values } from "../support/dataset.ts";
import { makeReply, refusedWith, replyTo } from "../support/reply.ts";

/** Two acquisitions that meet: the last slice of one and the first of the other are nearly the same. */
function meeting(
  { shift = 0.00499, low = 4, high = 4, gap = 5 },
  others: (n: number, k: number) => Values = () => ({}),
): Values[] {
  const end = gap * (low - 1);
  return [
    ...[...Array(low).keys()].map((k) => sliceAt([0, 0, gap * k], others(0, k))),
    ...[...Array(high).keys()].map((k) => sliceAt([0, 0, end + shift + gap * k], others(1, k))),
  ].map((values, n) => ({ ...values, InstanceNumber: n + 1 }));
}

const refusal = (sent: readonly Values[], options: Partial<HeaderOptions> = {}): HeaderError => {
  let thrown: unknown;
  throws(() => replyTo(sent, options), (error) => {
    thrown = error;
    return true;
  });
  return thrown as HeaderError;
};

Deno.test("a position held twice, to the digit or nearly: refused with both frames and what helps", () => {
  for (const shift of [0, 0.00499, 0.0009, 0.2]) {
    for (const uneven of ["refuse", "fill"] as const) {
      const sent = meeting(
        { shift },
        (n) => ({ AcquisitionNumber: n + 1, AcquisitionTime: `10${n}` }),
      );
      const { code, message, details } = refusal(sent, { uneven });
      equal(code, "duplicate-positions", `${shift}`);
      match(message, /2 frames lie .*\(0, 0, 15\).*instance numbers 4 and 5.*AcquisitionNumber/);
      deepEqual(details.differing, ["AcquisitionNumber", "AcquisitionTime"]);
      deepEqual(
        (details.held as { given: number[]; instanceNumbers: number[] }[])
          .map(({ given, instanceNumbers }) => [given, instanceNumbers]),
        [[[3, 4], [4, 5]]],
      );
      match(String(details.help), /^uneven=split/);
    }
  }
});

Deno.test("the names of both files are told where there are names", () => {
  const objects = objectsOf(meeting({ shift: 0 })).map((object) => ({
    ...object,
    file: `im${object.given}.dcm`,
  }));
  throws(
    () => makeReply(objects, [], DEFAULT_OPTIONS),
    refusedWith("duplicate-positions", /instance numbers 4 and 5 \(im3\.dcm and im4\.dcm\)/),
  );
});

Deno.test("uneven=split gives each slice to the stack of its own acquisition", () => {
  fc.assert(
    fc.property(
      fc.record({
        shift: fc.constantFrom(0, 0.0005, 0.00499, -0.00499, 0.1, -0.1),
        low: fc.integer({ min: 2, max: 12 }),
        high: fc.integer({ min: 2, max: 12 }),
        gap: fc.double({ min: 3, max: 8, noNaN: true }),
        told: fc.constantFrom("number", "time", "kernel", "instance"),
        seed: fc.integer(),
      }).filter(({ low, high }) => low + high > 4),
      ({ shift, low, high, gap, told, seed }) => {
        const sent = meeting(
          { shift, low, high, gap },
          (n) =>
            told === "number"
              ? { AcquisitionNumber: n + 3 }
              : told === "time"
              ? { AcquisitionTime: `10${n}000` }
              : told === "kernel"
              ? { ConvolutionKernel: `B${n}` }
              : {},
        );
        // Numbers tell acquisitions apart only where nothing else does.
        const numbered = told === "instance"
          ? sent
          : sent.map((values, n) => ({ ...values, InstanceNumber: 1 + (n * 7) % 97 }));
        const shuffled = numbered.map((values, n) => ({ values, key: Math.sin(seed + 31 * n) }))
          .sort((a, b) => a.key - b.key).map(({ values }) => values);
        const { volumes, refused } = replyTo(shuffled, { uneven: "split" });
        deepEqual(refused, []);
        const numbers = volumes.map(({ slices }) =>
          slices.map(({ given }) => 1 + numbered.indexOf(shuffled[given]!)).sort((a, b) => a - b)
        ).sort((a, b) => a[0]! - b[0]!);
        const all = [...sent.keys()].map((n) => n + 1);
        deepEqual(numbers, [all.slice(0, low), all.slice(low)]);
        for (const { geometry: { origin, directions: [, , step] }, slices } of volumes) {
          for (const { given, index: [k] } of slices) {
            const z = (shuffled[given]!.ImagePositionPatient as number[])[2]!;
            near(origin[2] + k * step[2], z, 1e-9);
          }
        }
      },
    ),
    { numRuns: 150 },
  );
});

Deno.test("advice is followed to a header, or to another true refusal", () => {
  const heights = fc.array(fc.constantFrom(0, 0.004, 0.25, 1, 1, 1, 2, 2.5, 7.5, 35), {
    minLength: 2,
    maxLength: 24,
  });
  fc.assert(
    fc.property(heights, fc.boolean(), (gaps, two) => {
      let z = 0;
      const sent = [0, ...gaps].flatMap((gap, k) => {
        z += gap;
        const values = { InstanceNumber: k + 1, EchoTime: two && k % 3 === 0 ? 20 : 10 };
        return [sliceAt([0, 0, z], values)];
      });
      const outcome = (options: Partial<HeaderOptions>): string => {
        try {
          const { refused } = replyTo(sent, options);
          return refused.map(({ message }) => message).join();
        } catch (error) {
          const { message, details } = error as HeaderError;
          const asked = [...String(details.help ?? "").matchAll(/\b(uneven|axis4)=(\w+)/g)];
          for (const [, name, value] of asked) {
            if (options[name as "uneven"] === value) {
              return `${name}=${value} was in vain: ${message}`;
            }
            if (Object.keys(options).length > 1) continue;
            const next = outcome({ ...options, [name!]: value });
            ok(next !== message, `${name}=${value} leads to the same: ${message}`);
            ok(!next.includes("in vain"), next);
          }
          return message;
        }
      };
      outcome({});
    }),
    { numRuns: 400 },
  );
});

Deno.test("two frames at every position are a list, and none is held twice", () => {
  const sent = [0, 1].flatMap((t) =>
    [0, 5, 10].map((z) => sliceAt([0, 0, z], { EchoTime: 5 + 20 * t }))
  );
  deepEqual(replyTo(sent).volumes.map(({ sizes }) => sizes.slice(2)), [[3, 2]]);
});
