/** Objects written by pydicom whose frames lie in the patient by rules of their own. */

import { DEFAULT_OPTIONS } from "../../lib/options/types.ts";
import type { VolumeReply } from "../../lib/reply.ts";
import { deepEqual, equal, nearAll, ok } from "../assert.ts";
import { collect } from "../support/objects.ts";
import { liesAt, makeReply } from "../support/reply.ts";
import { hasPython, readSeries, reportAbsentReaders, writeFamilies } from "./readers.ts";

/** Positions and cosines are printed with all their digits; what is left is arithmetic. */
const ARITHMETIC = 1e-9;

reportAbsentReaders();

Deno.test({ name: "dose, NM and PET of pydicom", ignore: !hasPython }, async (t) => {
  const folder = await Deno.makeTempDir();
  try {
    const written = await writeFamilies(folder);
    const names = Object.keys(written);
    ok(names.length > 0);
    const answers = await readSeries(names.map((name) => `${folder}/${name}`));
    for (const name of names) {
      const volume = volumeOf(`${folder}/${name}`);
      await t.step(`${name} lies where it was put`, () => {
        liesAt(volume, written[name]!, ARITHMETIC);
        deepEqual(volume.order, written[name]!.map((_, k) => k));
      });
      await t.step(`${name} lies where SimpleITK sees it`, () => {
        const answer = answers[`${folder}/${name}`]!;
        ok(!("error" in answer), JSON.stringify(answer));
        deepEqual(volume.sizes, answer.sizes);
        nearAll(volume.geometry.origin, answer.origin!, ARITHMETIC, "origin");
        answer.directions!.forEach((step, axis) =>
          nearAll(volume.geometry.directions[axis]!, step, ARITHMETIC, `direction ${axis}`)
        );
      });
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

/** The volume in stored order, which is how ITK leaves the frames of one object. */
function volumeOf(folder: string): VolumeReply {
  const names = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
  const { objects, skipped } = collect(
    names.map((name) => ({ name, bytes: Deno.readFileSync(`${folder}/${name}`) })),
  );
  const { volumes } = makeReply(objects, skipped, { ...DEFAULT_OPTIONS, order: "given" });
  equal(volumes.length, 1);
  return volumes[0]!;
}
