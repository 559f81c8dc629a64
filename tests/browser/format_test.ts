import type { Page } from "playwright-core";
import { deepEqual, equal, match, ok } from "../assert.ts";
import { concat } from "../support/dicom_writer.ts";
import { writeNpy } from "../support/npy_writer.ts";
import { makeSeries } from "../support/series.ts";
import { formOf } from "../support/written_form.ts";
import { askService, browserTest, chooseFolder, downloaded, drop, Folder } from "./support.ts";

/** Twelve axial slices 2.5 mm apart, of 8 × 6 pixels; the files run from the top down. */
const descending = makeSeries({ first: [-10, -20, 50], step: [0, 0, -2.5], count: 12 });

const values = Uint8Array.from({ length: 12 * 48 }, (_, k) => Math.floor(k / 48) + 1);
const mask = { name: "mask.npy", bytes: writeNpy({ shape: [12, 6, 8], data: values }) };

async function choose(page: Page, format: string, shown: string): Promise<void> {
  await page.selectOption("#format", format);
  await page.waitForSelector(`#header-text:has-text('${shown}')`);
}

async function gunzipped(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([bytes.slice()]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

browserTest("an array and its series become a file of the format that is chosen", async (
  { origin, visit },
) => {
  const { page, requests, complaints } = await visit();
  using folder = new Folder([...descending, mask]);
  await chooseFolder(page, folder);
  await page.click(".card-button:has-text('As the files are named')");
  await page.waitForSelector("#save:text('Save mask.nrrd')");
  const service = async (query: string): Promise<Uint8Array> => {
    const files = [...descending, mask];
    const response = await askService(origin, files, `?order=given&data=attached&${query}`);
    ok(response.ok, query);
    return new Uint8Array(await response.arrayBuffer());
  };

  // By hand: LPS steps (1,0,0), (0,1,0), (0,0,-2.5) from (-10,-20,50), in RAS.
  await choose(page, "nifti", "srow_x: -1 0 0 10");
  match(await page.locator("#header-text").innerText(), /^srow_z: 0 0 -2.5 50$/m);
  equal(await page.locator("#header-title").innerText(), "NIfTI-1 header");
  const [name, file] = await downloaded(page, "#save");
  equal(name, "mask.nii.gz");
  const header = await service("format=nifti");
  deepEqual(await gunzipped(file), concat([header, values]));
  deepEqual(await downloaded(page, "#save-header"), ["mask.header.nii", header]);
  match(await page.locator("#command").textContent() ?? "", /--format nifti -o mask\.nii\.gz/);

  await choose(page, "metaimage", "ElementDataFile = LOCAL");
  deepEqual(await downloaded(page, "#save"), [
    "mask.mha",
    concat([await service("format=metaimage"), values]),
  ]);
  await choose(page, "nibabel", '"affine": [');
  deepEqual(await downloaded(page, "#save"), [
    "mask.nibabel.json",
    await service("format=nibabel"),
  ]);
  ok(await page.locator("#save-header").isHidden());

  // An option holds for the format that is shown.
  await choose(page, "nifti2", "sizeof_hdr: 540");
  await page.selectOption("#option-order", "position");
  await page.waitForSelector("#header-text:has-text('srow_z: 0 0 2.5 22.5')");
  await choose(page, "text", "space directions");
  equal(await page.locator("#save").innerText(), "Save mask.nrrd");
  deepEqual(complaints, []);
  ok(requests.every((request) => request.startsWith(`GET ${origin}/`)), "asks elsewhere");
});

browserTest("what a format cannot hold is said, with what helps", async ({ visit }) => {
  const { page } = await visit();
  using folder = new Folder(descending);
  await chooseFolder(page, folder);
  await page.click("#more-options > summary");
  await page.selectOption("#option-encoding", "gzip");
  await page.waitForSelector("#header-text:has-text('encoding: gzip')");
  await page.selectOption("#format", "nifti");
  const problem = page.locator("#form-problem");
  await problem.waitFor();
  match(
    await problem.innerText(),
    /no field for how the samples are encoded[^]*format-cannot-hold/,
  );
  ok(await page.locator("#save").isDisabled());
  ok(await page.locator("#header-text").isHidden());
  ok(await page.locator("#copy").isHidden());
  // NRRD has what NIfTI has not.
  await choose(page, "text", "encoding: gzip");
  ok(await problem.isHidden());
  await page.selectOption("#format", "nifti");
  await page.click("#form-problem button:text('Try encoding=raw')");
  await page.waitForSelector("#save:text('Save image as volume.nii.gz')");
});

browserTest("a NIfTI or MetaImage file that is dropped is checked", async ({ visit }) => {
  const { page } = await visit();
  const right = formOf(descending, "nifti").bytes;
  // LPS numbers where NIfTI has RAS: x and y of the sform with the other sign.
  const wrong = right.slice();
  const view = new DataView(wrong.buffer);
  for (let at = 280; at < 312; at += 4) view.setFloat32(at, -view.getFloat32(at, true), true);
  const mha = formOf(descending, "metaimage").bytes;
  using folder = new Folder([
    ...descending,
    { name: "wrong.nii", bytes: concat([wrong, values]) },
    { name: "right.nii", bytes: concat([right, values]) },
    { name: "right.mha", bytes: concat([mha, values]) },
  ]);
  using series = new Folder(descending);
  // It waits for its series, and is no file of it.
  await drop(page, [`${folder.path}/wrong.nii`]);
  ok(await page.locator("#waiting-header").isVisible());
  await drop(page, [series.path]);
  await page.waitForSelector("#check-result .finding.bad");
  match(await page.locator("#check-file").innerText(), /^The header of wrong\.nii/);
  match(await page.locator("#check-result").innerText(), /^Wrong:/);
  match(await page.locator("#check-result pre").innerText(), /^srow_x: -1 0 0 10$/m);
  await drop(page, [`${folder.path}/right.nii`]);
  await page.waitForSelector("#check-result .finding.good");
  equal(await page.locator("#check-text").inputValue(), "");
  await page.click("#check-file button");
  equal(await page.locator("#check-result").innerText(), "");
  await drop(page, [`${folder.path}/right.mha`]);
  await page.waitForSelector("#check-result .finding.good");
  ok(await page.locator("#check-file").isHidden());
  match(await page.locator("#check-text").inputValue(), /ElementDataFile = LOCAL\n$/);
});
