/** Plain worlds at random, where other people's programs put them. */

import { ok } from "../assert.ts";
import { form, MULTIPART } from "../fuzz/form.ts";
import { cornersOf, setDistance } from "../support/corners.ts";
import { readNrrdGeometry } from "../support/nrrd_geometry.ts";
import { python, pythonLacks, runWell } from "../support/programs.ts";
import { skipped } from "../support/skip.ts";
import { driftOf } from "../worlds/contract.ts";
import { byHeight, type World } from "../worlds/world.ts";
import { fileOf, pixelBytes, type WorldFile } from "../worlds/request.ts";
import { send, worldOf } from "../worlds/trial.ts";

/** Enough for all orientations, signs and ways to print numbers. */
const WORLDS = 50;

/** Farther out, mm, the single precision of NIfTI says more than the peer. */
const NEAR = 1000;

/** What a world may have that a peer does not take, or takes for something else. */
type Oddity = "leans" | "unnumbered" | "plus signs";

/** highdicom refuses what leans; dcm2niix resamples it, drops slices of one number, and reads no plus. */
const NOT_FOR: Readonly<Record<string, readonly Oddity[]>> = {
  SimpleITK: [],
  highdicom: ["leans"],
  dcm2niix: ["leans", "unnumbered", "plus signs"],
};

/** Slices that a peer is asked for; fewer are no stack to some of them. */
const LEAST_SLICES = 3;

/** A drift that all peers take for none, mm. */
const UPRIGHT = 1e-6;

/**
 * How far corners may be apart, mm. Peers that set directions of eight digits at a right angle again
 * move them by as much; NIfTI has seven digits.
 */
const CLOSE: Readonly<Record<string, number>> = {
  SimpleITK: 1e-3,
  highdicom: 1e-3,
  dcm2niix: 2e-3,
};

interface Answer {
  readonly corners?: readonly (readonly number[])[];
  readonly slices?: number;
  readonly error?: string;
}

interface Case {
  readonly folder: string;
  readonly number: number;
  readonly files: readonly WorldFile[];
  readonly oddities: readonly Oddity[];
}

const lacks = pythonLacks(["numpy", "pydicom"]);
const missing = Object.keys(CLOSE).filter((name) => pythonLacks([name]) !== undefined);
if (lacks === undefined && missing.length > 0) {
  skipped(`random worlds with ${missing.join(" and ")}`, "Python does not have them");
}
if (lacks !== undefined) skipped("random worlds with other programs", lacks);

Deno.test({
  name: `${WORLDS} plain worlds lie where other programs put them`,
  ignore: lacks !== undefined || missing.length === Object.keys(CLOSE).length,
}, async (t) => {
  const root = await Deno.makeTempDir();
  try {
    const cases = await written(root);
    const script = new URL("peers_corners.py", import.meta.url).pathname;
    const text = await runWell(python!, [script, ...cases.map(({ folder }) => folder)]);
    const answers: Readonly<Record<string, Readonly<Record<string, Answer>>>> = JSON.parse(text);
    for (const peer of Object.keys(CLOSE)) {
      if (missing.includes(peer)) continue;
      await t.step(peer, async () => {
        let compared = 0;
        for (const one of cases) {
          if (NOT_FOR[peer]!.some((oddity) => one.oddities.includes(oddity))) continue;
          compare(
            await oursOf(one),
            answers[one.folder]![peer]!,
            CLOSE[peer]!,
            `world ${one.number}`,
          );
          compared++;
        }
        // A peer that is asked of nothing agrees with everything.
        ok(compared >= WORLDS / 5, `${compared} compared`);
      });
    }
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});

/** The first plain worlds that are stacks, in a folder each. */
async function written(root: string): Promise<Case[]> {
  const cases: Case[] = [];
  for (let number = 0; cases.length < WORLDS; number++) {
    const { kind, world } = worldOf(number);
    if (kind !== "plain" || !isUsual(world)) continue;
    const folder = `${root}/${number}`;
    await Deno.mkdir(folder);
    const files = world.objects.map((object, n) => fileOf(object, n, pixelBytes(object)));
    for (const { name, bytes } of files) await Deno.writeFile(`${folder}/${name}`, bytes);
    cases.push({ folder, number, files, oddities: odditiesOf(world) });
  }
  return cases;
}

function odditiesOf({ objects }: World): Oddity[] {
  const planes = byHeight(objects.flatMap(({ frames }) => frames)).map(({ plane }) => plane);
  const drift = driftOf(planes.map(({ position }) => position), planes[0]!);
  const numbers = new Set(objects.map(({ attributes }) => attributes.InstanceNumber));
  const oddities: readonly (readonly [Oddity, boolean])[] = [
    ["leans", drift > UPRIGHT * planes.length],
    ["unnumbered", numbers.size < objects.length || numbers.has(undefined)],
    [
      "plus signs",
      objects.some(({ attributes }) => /[+]\d/.test(String(attributes.ImagePositionPatient))),
    ],
  ];
  return oddities.flatMap(([oddity, holds]) => holds ? [oddity] : []);
}

/** Grey, near, and more than two slices. */
function isUsual({ objects }: World): boolean {
  return objects.length >= LEAST_SLICES &&
    objects.every(({ attributes, frames: [frame] }) =>
      attributes.SamplesPerPixel === 1 && Math.hypot(...frame!.plane.position) < NEAR
    );
}

/** Corners of our header; at right angles, as all the peers have them. */
async function oursOf({ files }: Case): Promise<{ corners: readonly (readonly number[])[] }> {
  const { text } = await send({
    query: { tilt: "orthogonal" },
    array: undefined,
    type: MULTIPART,
    body: form(files),
    names: undefined,
    pixelsAt: undefined,
  });
  return { corners: cornersOf(readNrrdGeometry(JSON.parse(text).volumes[0].header)) };
}

function compare(
  { corners }: { corners: readonly (readonly number[])[] },
  answer: Answer,
  tolerance: number,
  what: string,
): void {
  ok(answer.corners !== undefined, `${what}: ${answer.error}`);
  const off = setDistance(corners, answer.corners);
  ok(off <= tolerance, `${what} is ${off} mm from there`);
}
