import type { Page } from "playwright-core";
import { deepEqual, equal, nearAll, ok } from "../assert.ts";
import { writeNpy } from "../support/npy_writer.ts";
import { python, pythonLacks, runWell } from "../support/programs.ts";
import { type MadeObject, makeSeries, type Triple } from "../support/series.ts";
import { skipped } from "../support/skip.ts";
import { browserTest, downloaded, drop, Folder } from "./support.ts";

/** Files of a folder, and which of them the array is stacked of. */
interface Task {
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  readonly stacked: readonly MadeObject[];
}

const LEAN = Math.tan(15 * Math.PI / 180);
const axial = makeSeries({ first: [-50, -60, 10], step: [0, 0, 2.5], count: 9 });
const sagittal = makeSeries({
  first: [-81.6, 30, 40],
  step: [4.8, 0, 0],
  row: [0, 1, 0],
  column: [0, 0, -1],
  count: 7,
});
const tilted = makeSeries({ first: [0, -20, 5], step: [0, 3 * LEAN, 3], count: 8 });
const descending = makeSeries({ first: [1, 2, 90], step: [0, 0, -4], count: 11 });

const alone = (stacked: readonly MadeObject[]): Task => ({ files: stacked, stacked });
const under = (folder: string, series: readonly MadeObject[]) =>
  series.map(({ name, bytes }) => ({ name: `${folder}/${name}`, bytes }));

const TASKS: Readonly<Record<string, Task>> = {
  axial: alone(axial),
  sagittal: alone(sagittal),
  tilted: alone(tilted),
  descending: alone(descending),
  "multi-series": {
    files: [...under("1", axial), ...under("2", sagittal), ...under("3", descending)],
    stacked: sagittal,
  },
};

/**
 * What a newcomer does: folder, array, answer, segmentation if it is one, save. The array is stacked
 * by the names of the files, so that the answer is known.
 */
async function save(page: Page, folder: string, mask: string, asSegmentation: boolean) {
  let actions = 0;
  const act = async <T>(action: Promise<T>): Promise<T> => {
    actions++;
    return await action;
  };
  await act(drop(page, [folder]));
  await act(drop(page, [mask]));
  await page.waitForSelector("body:not(.busy) :is(.card-button, #save:text('Save mask'))");
  if (await page.locator(".card-button").count() > 0) {
    await act(page.click(".card-button:has-text('As the files are named')"));
  }
  await page.waitForSelector("#save:text('Save mask.nrrd')");
  if (asSegmentation) {
    await act(page.check("#as-segmentation"));
    await page.waitForSelector("#save:text('Save mask.seg.nrrd')");
  }
  const saved = await act(downloaded(page, "#save"));
  ok(actions <= 5, `${actions} actions`);
  return saved;
}

const lacks = pythonLacks(["nrrd", "SimpleITK", "slicerio"]);
if (lacks !== undefined) skipped("saved files as other programs open them", lacks);
else {
  browserTest("saved files have their slices where the files say, in other programs", async (
    { visit },
    t,
  ) => {
    for (const [name, { files, stacked }] of Object.entries(TASKS)) {
      await t.step(name, async () => {
        const labels = stacked.map((_, k) => k + 1);
        const data = Uint8Array.from(labels.flatMap((label) => new Array(48).fill(label)));
        const bytes = writeNpy({ shape: [stacked.length, 6, 8], data }).slice();
        using folder = new Folder(files);
        using mask = new Folder([{ name: "mask.npy", bytes }]);
        const paths: string[] = [];
        for (const asSegmentation of [false, true]) {
          const { page } = await visit();
          const [file, content] = await save(
            page,
            folder.path,
            `${mask.path}/mask.npy`,
            asSegmentation,
          );
          paths.push(`${mask.path}/${file}`);
          await Deno.writeFile(paths.at(-1)!, content);
          await page.context().close();
        }
        const script = new URL("opened.py", import.meta.url).pathname;
        const told: Record<string, [number, Triple][]>[] = JSON.parse(
          await runWell(python!, [script, ...paths]),
        );
        equal(told.length, 2);
        for (const readers of told) {
          for (const [reader, slices] of Object.entries(readers)) {
            deepEqual(slices.map(([label]) => label), labels, reader);
            for (const [k, [, place]] of slices.entries()) {
              nearAll(place, stacked[k]!.position, 1e-6, reader);
            }
          }
        }
      });
    }
  });
}
