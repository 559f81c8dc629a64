/** The judge of worlds sees what is wrong: right replies are spoilt, one by one. */

import { equal, ok } from "../assert.ts";
import { judge } from "./judge.ts";
import type { JsonReply, ReplyVolume } from "./reply.ts";
import { send, worldOf } from "./trial.ts";
import type { World } from "./world.ts";

/** Spoils a volume. */
type Spoil = (volume: ReplyVolume) => ReplyVolume;

/** Enough for a dozen and more of plain ones. */
const WORLDS = 300;

/** The vectors of a field by what a function makes of them. */
function withVectors(
  field: string,
  change: (vectors: string[]) => string[],
): Spoil {
  return (volume) => ({
    ...volume,
    header: volume.header.replace(
      new RegExp(`^${field}: (.*)$`, "m"),
      (_, vectors: string) => `${field}: ${change(vectors.split(" ")).join(" ")}`,
    ),
  });
}

const negated = (vector: string): string =>
  `(${vector.slice(1, -1).split(",").map((c) => String(0 - Number(c))).join()})`;

const shifted = (by: number) => (vector: string): string =>
  `(${
    vector.slice(1, -1).split(",").map((c, n) => String(Number(c) + (n === 1 ? by : 0))).join()
  })`;

const SPOILT: Readonly<Record<string, Spoil>> = {
  "the slice normal is negated": withVectors(
    "space directions",
    ([x, y, z]) => [x!, y!, negated(z!)],
  ),
  "rows and columns are exchanged": withVectors("space directions", ([x, y, z]) => [y!, x!, z!]),
  "the step is too long": withVectors(
    "space directions",
    ([x, y, z]) => [x!, y!, shifted(0.01)(z!)],
  ),
  "the origin is elsewhere": withVectors("space origin", ([at]) => [shifted(0.01)(at!)]),
  "the slices stand in another order": (volume) => ({
    ...volume,
    slices: volume.slices.map((slice, n) => ({
      ...volume.slices.at(-1 - n)!,
      index: slice.index,
    })),
  }),
  "a slice stands twice": (volume) => ({
    ...volume,
    slices: volume.slices.with(-1, { ...volume.slices[0]!, index: volume.slices.at(-1)!.index }),
  }),
  "a slice is missing": (volume) => ({ ...volume, slices: volume.slices.slice(1) }),
};

interface Right {
  readonly world: World;
  readonly request: ReturnType<typeof worldOf>["request"];
  readonly reply: JsonReply;
}

/** Plain worlds of several slices with a right reply of one volume. */
async function rightReplies(): Promise<Right[]> {
  const found: Right[] = [];
  for (let number = 0; number < WORLDS; number++) {
    const { kind, world, request } = worldOf(number);
    if (kind !== "plain" || request.array || world.objects.length < 3) continue;
    const { status, text } = await send(request);
    if (status !== 200) continue;
    const reply: JsonReply = JSON.parse(text);
    if (reply.volumes.length === 1 && judge(world, request, reply).length === 0) {
      found.push({ world, request, reply });
    }
  }
  return found;
}

const right = await rightReplies();

for (const [what, spoil] of Object.entries(SPOILT)) {
  Deno.test(`the judge sees that ${what}`, () => {
    ok(right.length > 12, `${right.length} worlds`);
    for (const { world, request, reply } of right) {
      const spoilt = { ...reply, volumes: reply.volumes.map(spoil) };
      ok(judge(world, request, spoilt).length > 0, JSON.stringify(request.query));
    }
  });
}

Deno.test("the judge sees that settings are mixed", () => {
  for (const { world, request, reply } of right) {
    const mixed: World = {
      ...world,
      objects: world.objects.map((object, n) => ({
        ...object,
        frames: object.frames.map((frame) => ({ ...frame, settings: { EchoTime: n % 2 } })),
      })),
    };
    const [fault] = judge(mixed, request, reply);
    equal(fault?.kind, "mixed");
  }
});
