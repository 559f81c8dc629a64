/** Enhanced multi-frame images that highdicom made of classic ones. */

import type { HeaderOptions } from "../../lib/options/types.ts";
import type { VolumeReply } from "../../lib/volume_reply.ts";
import { deepEqual, equal, near, nearAll, ok } from "../assert.ts";
import { cornersOf, setDistance } from "../support/corners.ts";
import { judge, repliesTo } from "../support/judge.ts";
import { readNrrdGeometry } from "../support/nrrd_geometry.ts";
import { planesOf } from "../support/truth.ts";
import {
  hasPython,
  readSeries,
  reportAbsentReaders,
  writeEnhanced,
  type WrittenGrid,
} from "./readers.ts";

/** Positions and cosines are printed with all their digits; what is left is arithmetic. */
const ARITHMETIC = 1e-9;

reportAbsentReaders();

Deno.test({ name: "enhanced CT and MR of highdicom", ignore: !hasPython }, async (t) => {
  const folder = await Deno.makeTempDir();
  try {
    const written = await writeEnhanced(folder);
    const bytesOf = (name: string) => Deno.readFileSync(`${folder}/${name}/0.dcm`);
    const volumesOf = (name: string, options: Partial<HeaderOptions> = {}) => {
      const reply = repliesTo([{ name: `${name}.dcm`, bytes: bytesOf(name) }])(options);
      deepEqual([reply.refused, reply.skipped], [[], []]);
      return reply.volumes;
    };

    for (const name of ["ct_oblique", "ct_tilted", "mr_stacks"]) {
      await t.step(`${name}: every frame lies on its own plane, and none is left out`, () => {
        const planes = planesOf(bytesOf(name));
        for (const options of [{}, { tilt: "keep" }, { fit: "best" }, { space: "RAS" }] as const) {
          const volumes = volumesOf(name, options);
          const errors = volumes.flatMap((volume) => judge(volume, [planes]).corners);
          equal(errors.length, planes.length);
          ok(Math.max(...errors) < ARITHMETIC, `${Math.max(...errors)} mm off`);
        }
      });
    }

    for (const name of ["ct_oblique", "mr_stacks"]) {
      await t.step(`${name}: every stack lies where highdicom has it`, () => {
        const volumes = volumesOf(name);
        const { stacks } = written[name]!;
        equal(volumes.length, stacks.length);
        volumes.forEach((volume, n) => liesOn(volume, stacks[n]!));
      });
    }

    await t.step(
      "ct_oblique: highdicom and SimpleITK see the same in the object itself",
      async () => {
        const [volume] = volumesOf("ct_oblique", { order: "given" });
        liesOn(volume!, written.ct_oblique!.whole!);
        const answer = (await readSeries([`${folder}/ct_oblique`]))[`${folder}/ct_oblique`]!;
        ok(!("error" in answer), JSON.stringify(answer));
        // Neither sorts what is in one object, so that it is the order as sent.
        for (const { sizes, origin, directions } of [answer, written.ct_oblique!.whole!]) {
          deepEqual(volume!.sizes, sizes);
          nearAll(volume!.geometry.origin, origin!, ARITHMETIC, "origin");
          directions!.forEach((step, axis) =>
            nearAll(volume!.geometry.directions[axis]!, step, ARITHMETIC, `direction ${axis}`)
          );
        }
      },
    );

    await t.step("ct_tilted: the tilt stays, where highdicom finds no volume", () => {
      deepEqual(written.ct_tilted, { stacks: [null], whole: null });
      const [volume, ...others] = volumesOf("ct_tilted");
      equal(others.length, 0);
      deepEqual(volume!.sizes, [11, 6, 9]);
      // 18° is what the writer turned the planes by, and the table moved along z.
      near(volume!.geometry.tiltDegrees, 18, 1e-9);
      nearAll(volume!.geometry.directions[2], [0, 0, 3], ARITHMETIC, "step");
      ok(volume!.findings.some(({ code }) => code === "sheared"));
    });

    await t.step("mr_stacks: two volumes, where highdicom finds none", () => {
      equal(written.mr_stacks!.whole, null);
      deepEqual(volumesOf("mr_stacks").map(({ order }) => order), [[0, 2, 4, 6, 8], [
        1,
        3,
        5,
        7,
        9,
      ]]);
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

/** Fails unless the volume has highdicom's corners, in whatever order of the slices. */
function liesOn(volume: VolumeReply, grid: WrittenGrid): void {
  const geometry = readNrrdGeometry(volume.header);
  deepEqual(volume.sizes, grid.sizes);
  const distance = setDistance(
    cornersOf(geometry),
    cornersOf({ ...geometry, ...grid, spatialAxes: [0, 1, 2] }),
  );
  ok(distance < ARITHMETIC, `${distance} mm off`);
}
