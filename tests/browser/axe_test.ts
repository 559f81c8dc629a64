import { deepEqual } from "../assert.ts";
import { writeNpy } from "../support/npy_writer.ts";
import { makeSeries } from "../support/series.ts";
import { formOf } from "../support/written_form.ts";
import { violations } from "./axe.ts";
import { browserTest, chooseFolder, Folder, settled } from "./support.ts";

const descending = makeSeries({ first: [-10, -20, 50], step: [0, 0, -2.5], count: 12 });
const other = makeSeries({ count: 4, step: [3, 0, 0], row: [0, 1, 0], column: [0, 0, -1] });
const data = new Uint8Array(12 * 48);
const mask = { name: "mask.npy", bytes: writeNpy({ shape: [12, 6, 8], data }).slice() };

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [390, 1440]) {
    browserTest(`axe finds nothing: ${colorScheme}, ${width} wide`, async ({ visit }) => {
      const { page } = await visit({ colorScheme, viewport: { width, height: 900 } });
      const clean = async (state: string): Promise<void> => {
        deepEqual(await violations(page), [], state);
      };
      await clean("first");
      await page.click("#paste > summary");
      await page.click("#dicomweb > summary");
      await clean("ways in");
      using array = new Folder([mask]);
      await page.setInputFiles("#files", `${array.path}/mask.npy`);
      await settled(page);
      await clean("an array waits");
      using folder = new Folder(descending);
      await chooseFolder(page, folder);
      await page.waitForSelector(".card-button");
      await clean("the order is asked");
      await page.click(".card-button >> nth=1");
      await page.waitForSelector("#header:not([hidden])");
      await page.check("#as-segmentation");
      await page.click("text=+ segment");
      await page.waitForSelector("#header-text:has-text('Segment0')");
      await page.click("#more-options > summary");
      for (const summary of await page.locator("#header details > summary").all()) {
        await summary.click();
      }
      await page.fill("#check-text", (await page.locator("#header-text").textContent())!);
      await page.click("#check-form button[type=submit]");
      await page.waitForSelector("#check-result .finding");
      await clean("a result with everything open");
      await page.selectOption("#format", "nifti");
      await page.waitForSelector("#header-text:has-text('sform_code')");
      using nifti = new Folder([{
        name: "mask.nii",
        bytes: formOf(descending, "nifti", { order: "given" }).bytes,
      }]);
      await page.setInputFiles("#header-file", `${nifti.path}/mask.nii`);
      await page.waitForSelector("#check-result:has(.finding.good):has-text('sform')");
      await clean("another format, and a file that is checked");
      await page.selectOption("#option-encoding", "gzip");
      await page.waitForSelector("#form-problem:not([hidden])");
      await clean("what the format cannot hold");
      await page.selectOption("#option-encoding", "raw");
      await page.fill("#option-type", "nonsense");
      await page.waitForSelector("#option-type-fault:not([hidden])");
      await clean("an option that is wrong");
      using several = new Folder([
        ...descending,
        ...other.map(({ name, bytes }) => ({ name: `b/${name}`, bytes })),
      ]);
      await chooseFolder(page, several);
      await page.waitForSelector("#volume-field:not([hidden])");
      await clean("several volumes");
      using text = new Folder([{ name: "notes.txt", bytes: new TextEncoder().encode("hello") }]);
      await chooseFolder(page, text);
      await page.click("#skipped > summary");
      await clean("nothing to read");
    });
  }
}
