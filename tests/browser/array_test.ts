import { zipSync } from "fflate";
import type { Page } from "playwright-core";
import { deepEqual, equal, match, ok } from "../assert.ts";
import { corpusFiles, corpusSets } from "../support/corpus.ts";
import { concat } from "../support/dicom_writer.ts";
import { type Npy, writeNpy } from "../support/npy_writer.ts";
import { makeSeries, type SeriesOptions } from "../support/series.ts";
import { askService, browserTest, chooseFolder, downloaded, drop, Folder } from "./support.ts";

/** Twelve axial slices 2.5 mm apart, of 8 × 6 pixels; the files run from the top down. */
const descending = makeSeries({ first: [-10, -20, 50], step: [0, 0, -2.5], count: 12 });

/** A mask of that series: every voxel tells which slice of the array it is in. */
function maskOf(slices: number, options: Partial<Npy> = {}): Uint8Array<ArrayBuffer> {
  const data = Uint8Array.from({ length: slices * 48 }, (_, k) => Math.floor(k / 48) + 1);
  return writeNpy({ shape: [slices, 6, 8], data, ...options }).slice();
}

/** Header and samples of a NRRD file. */
function parts(file: Uint8Array): { header: string; samples: Uint8Array } {
  const text = new TextDecoder("latin1").decode(file);
  const end = text.indexOf("\n\n") + 2;
  return { header: text.slice(0, end), samples: file.slice(end) };
}

/** Chooses files beside one another, and waits for what they give. */
async function chooseFiles(page: Page, ...paths: string[]): Promise<void> {
  await page.setInputFiles("#files", paths);
  await page.waitForSelector("body:not(.busy)");
}

async function answer(page: Page, order: string): Promise<void> {
  await page.click(`.card-button:has-text("${order}")`);
  await page.waitForSelector("#header:not([hidden])");
}

browserTest("an array and its series become one file, and nothing is sent", async (
  { origin, visit },
) => {
  const { page, requests, complaints } = await visit();
  const bytes = maskOf(12);
  using both = new Folder([...descending, { name: "mask.npy", bytes }]);
  await chooseFolder(page, both);

  // Both orders are shown with their ends: which file, and where in the patient.
  equal(
    await page.locator("#problem-title").textContent(),
    "In which order is your array stacked?",
  );
  ok(await page.locator("#header").isHidden());
  ok(await page.locator("#save").isDisabled());
  const cards = await page.locator(".card-button").allInnerTexts();
  deepEqual(cards.map((text) => text.split("\n").filter((line) => /^array/.test(line))), [
    ["array[0]: 0012.dcm, nearest the feet", "array[-1]: 0001.dcm, nearest the head"],
    ["array[0]: 0001.dcm, nearest the head", "array[-1]: 0012.dcm, nearest the feet"],
  ]);
  await answer(page, "As the files are named");
  ok(await page.locator("#problem").isHidden());
  equal(await page.locator("#result-title").textContent(), "mask.npy on 8 × 6 × 12");
  match(
    await page.locator("#result-words").innerText(),
    /^Your array: 12 × 6 × 8, uint8 · CT, axial/,
  );
  deepEqual(await page.locator(".chip span").allInnerTexts(), ["mask.npy", "order=given"]);
  match(
    (await page.locator("#command").textContent())!,
    /series\/ mask\.npy --order given -o mask\.nrrd/,
  );

  equal(await page.locator("#save").textContent(), "Save mask.nrrd");
  const [name, file] = await downloaded(page, "#save");
  equal(name, "mask.nrrd");
  const { header, samples } = parts(file);
  match(header, /^type: unsigned char$/m);
  match(header, /^sizes: 8 6 12$/m);
  match(header, /^space directions: \(1,0,0\) \(0,1,0\) \(0,0,-2\.5\)$/m);
  match(header, /^space origin: \(-10,-20,50\)$/m);
  ok(!/^(data file|byte skip):/m.test(header));
  deepEqual(samples, bytes.slice(bytes.length - 12 * 48));
  const files = [...descending, { name: "mask.npy", bytes }];
  const service = await askService(origin, files, "?order=given&data=attached");
  equal(header, await service.text());

  // As a segmentation, with the segments in rows.
  await page.check("#as-segmentation");
  await page.click("text=+ segment");
  await page.keyboard.type("tumour");
  await page.waitForSelector("#header-text:has-text('Segment0_Name:=tumour')");
  equal(await page.locator(".segment-row").count(), 1);
  deepEqual(await page.locator(".chip span").allInnerTexts(), [
    "mask.npy",
    "order=given",
    "as=segmentation",
    "segments=1 segment",
  ]);
  const [segmentation, segmented] = await downloaded(page, "#save");
  equal(segmentation, "mask.seg.nrrd");
  match(parts(segmented).header, /^Segment0_LabelValue:=1$/m);
  deepEqual(parts(segmented).samples, samples);

  // Without the array it is the image's header again.
  await page.click("[aria-label='Remove mask.npy']");
  await page.waitForSelector("#header-text:has-text('type: short')");
  ok(await page.locator("#chips").isHidden());
  deepEqual(complaints, []);
  deepEqual(requests.filter((request) => !request.startsWith(`GET ${origin}/`)), []);
});

browserTest("an array that comes first waits, and the next series has an order of its own", async (
  { visit },
) => {
  const { page } = await visit();
  using folder = new Folder(descending);
  using mask = new Folder([{ name: "mask.npy", bytes: maskOf(12, { descr: "|b1" }) }]);
  await drop(page, [`${mask.path}/mask.npy`]);
  equal(
    (await page.locator("#waiting-array").innerText()).replace(/\s*×$/, ""),
    "mask.npy: 12 × 6 × 8, bool. Now drop its DICOM series.",
  );
  await drop(page, [folder.path]);
  await answer(page, "Sorted by position");
  ok(await page.locator("#waiting").isHidden());
  match(parts((await downloaded(page, "#save"))[1]).header, /\(0,0,2\.5\)\n/);

  // Another array of the same series is asked for anew; the series stays.
  await drop(page, [`${mask.path}/mask.npy`]);
  await page.waitForSelector(".card-button");
  equal(await page.inputValue("#option-order"), "");
  await answer(page, "As the files are named");
  match(parts((await downloaded(page, "#save"))[1]).header, /\(0,0,-2\.5\)\n/);

  // The next series has neither its options nor its array.
  await drop(page, [folder.path]);
  await page.waitForSelector("#header-text:has-text('type: short')");
  ok(await page.locator("#chips").isHidden());
});

browserTest("arrays in archives, in every dtype and order", async ({ visit }) => {
  const { page } = await visit();
  using folder = new Folder(makeSeries({ count: 12 }));
  const zeros = { shape: [12, 6, 8], data: new Uint8Array(12 * 48 * 2) };
  const big = Uint8Array.from({ length: 12 * 48 * 2 }, (_, k) => k % 251);
  const arrays = {
    "big.npy": writeNpy({ shape: [12, 6, 8], descr: ">i2", data: big }),
    "fortran.npy": writeNpy({ shape: [8, 6, 12], descr: "<u2", fortran: true, data: big }),
    "blank.npy": writeNpy({ ...zeros, descr: "<u2" }),
  };
  using files = new Folder([
    ...Object.entries(arrays).map(([name, bytes]) => ({ name, bytes })),
    { name: "stored.npz", bytes: zipSync({ "arr_0.npy": [arrays["big.npy"], { level: 0 }] }) },
    { name: "deflated.npz", bytes: zipSync({ "arr_0.npy": arrays["blank.npy"] }) },
    { name: "several.npz", bytes: zipSync(arrays) },
    { name: "short.npy", bytes: writeNpy({ shape: [12, 6, 8], data: new Uint8Array(500) }) },
  ]);
  await chooseFolder(page, folder);
  const saved = async (
    file: string,
  ): Promise<{ name: string; header: string; samples: Uint8Array }> => {
    await chooseFiles(page, `${files.path}/${file}`);
    const several = page.locator(".card-button:has-text('fortran')");
    if (file === "several.npz") await several.click();
    if (/several|fortran/.test(file)) await page.click("text=Try array=xyz");
    const stem = file === "several.npz" ? "fortran" : file.replace(/\.np.$/, "");
    await page.waitForSelector(`#save:text('Save ${stem}.nrrd')`);
    const [name, bytes] = await downloaded(page, "#save");
    return { name, ...parts(bytes) };
  };
  for (const file of ["big.npy", "stored.npz"]) {
    const { header, samples } = await saved(file);
    match(header, /^endian: big$/m, file);
    match(header, /^type: short$/m);
    deepEqual(samples, big, file);
  }
  for (const file of ["fortran.npy", "several.npz"]) {
    const { header, samples } = await saved(file);
    // The first index is the fastest: columns, rows and slices of array[x, y, z].
    match(header, /^sizes: 8 6 12$/m, file);
    deepEqual(samples, big, file);
  }
  deepEqual((await saved("deflated.npz")).samples, zeros.data);

  await page.click("#more-options > summary");
  await page.selectOption("#option-encoding", "gzip");
  await page.waitForSelector("#header-text:has-text('encoding: gzip')");
  const { samples: packed } = parts((await downloaded(page, "#save"))[1]);
  const stream = new Blob([packed.slice()]).stream().pipeThrough(new DecompressionStream("gzip"));
  deepEqual(new Uint8Array(await new Response(stream).arrayBuffer()), zeros.data);

  // A broken array takes nothing with it.
  await chooseFiles(page, `${files.path}/short.npy`);
  await page.waitForSelector("#problem:not([hidden])");
  match(
    await page.locator("#problem").innerText(),
    /cannot be used\s+The values of short\.npy end early: .*576/,
  );
  equal(await page.locator("#save").textContent(), "Save deflated.nrrd");
});

browserTest("without an array the image itself is saved, from files and archives", async (
  { visit },
) => {
  const pixels = (k: number) => new Uint8Array(96).fill(k + 1);
  const series = makeSeries({
    first: [3, 4, 30],
    step: [0, 0, -3],
    count: 6,
    pixels,
    attributes: { SeriesNumber: 4, SeriesDescription: "T2 tra" },
  });
  const { page, requests } = await visit();
  const expected = concat([5, 4, 3, 2, 1, 0].map(pixels));
  const zip = zipSync(Object.fromEntries(series.map(({ name, bytes }) => [name, bytes])));
  using folder = new Folder(series);
  using packed = new Folder([{ name: "series.zip", bytes: zip }]);
  for (const { path } of [folder, packed]) {
    await page.setInputFiles("#folder", path);
    await page.waitForSelector("body:not(.busy) #save:text('Save image as series_4.nrrd')");
    match(await page.locator("#result-words").innerText(), /CT, series 4, axial, .* · T2 tra/);
    const [name, bytes] = await downloaded(page, "#save");
    equal(name, "series_4.nrrd");
    const { header, samples } = parts(bytes);
    match(header, /^space directions: \(1,0,0\) \(0,1,0\) \(0,0,3\)$/m);
    match(header, /^space origin: \(3,4,15\)$/m);
    deepEqual(samples, expected);
  }
  const [name, text] = await downloaded(page, "#save-header");
  equal(name, "series_4.header.txt");
  match(new TextDecoder().decode(text), /^NRRD0004\n[^]*\n\n$/);
  equal(requests.filter((request) => !request.startsWith("GET ")).length, 0);

  // Where the pixels are no samples, or are not there, the button says what it is.
  const cases: readonly [SeriesOptions, RegExp][] = [
    [{ transferSyntax: "big-endian" }, /the pixels are big-endian/],
    [{ transferSyntax: "encapsulated" }, /the pixels are compressed/],
  ];
  for (const [options, why] of cases) {
    using other = new Folder(makeSeries({ count: 3, ...options }));
    await chooseFolder(page, other);
    equal(await page.locator("#save").textContent(), "Save header");
    match(await page.locator("#save-words").innerText(), /no complete file/);
    match(await page.locator("#save-words").innerText(), why);
  }
  await page.click("#example");
  await page.waitForSelector("#save-words:has-text('only headers were read')");
});

browserTest("several series are told apart, and a header is checked against its own", async (
  { visit },
) => {
  const axial = makeSeries({ count: 7, step: [0, 0, 15], attributes: { SeriesNumber: 2 } });
  const sagittal = makeSeries({
    count: 5,
    step: [4, 0, 0],
    row: [0, 1, 0],
    column: [0, 0, -1],
    attributes: { SeriesNumber: 3, SeriesDescription: "T1 sag" },
  });
  const header = `NRRD0004
type: short
dimension: 3
sizes: 8 6 5
space: left-posterior-superior
space directions: (0,1,0) (0,0,-1) (4,0,0)
kinds: domain domain domain
endian: little
encoding: raw
space origin: (0,0,0)

`;
  const { page } = await visit();
  using folder = new Folder([
    ...axial.map(({ name, bytes }) => ({ name: `a/${name}`, bytes })),
    ...sagittal.map(({ name, bytes }) => ({ name: `b/${name}`, bytes })),
    { name: "mask.nrrd", bytes: new TextEncoder().encode(header) },
    { name: "mask.npy", bytes: maskOf(5) },
  ]);
  await chooseFolder(page, folder);
  // The array fits one of them, which is the one that is meant.
  await answer(page, "As the files are named");
  equal(await page.locator("#result-title").textContent(), "mask.npy on 8 × 6 × 5");
  match(await page.locator("#result-words").innerText(), /sagittal, 5 slices, slice spacing 4 mm/);
  const { samples } = parts((await downloaded(page, "#save"))[1]);
  deepEqual(samples, maskOf(5).slice(-240));

  await page.click("[aria-label='Remove mask.npy']");
  await page.waitForSelector("#volume-field:not([hidden])");
  deepEqual(await page.locator("#volume option").allInnerTexts(), [
    "0: CT, series 2, axial, 7 slices, slice spacing 15 mm · 8 × 6 × 7 · from a/0001.dcm",
    "1: CT, series 3, sagittal, 5 slices, slice spacing 4 mm · T1 sag · 8 × 6 × 5 · from b/0005.dcm",
  ]);
  await page.waitForSelector(
    "#check-result .finding.good:has-text('volume 1: CT, series 3, sagittal')",
  );
  await page.selectOption("#volume", { index: 1 });
  const [name, file] = await downloaded(page, "#save");
  equal(name, "series_3.nrrd");
  match(parts(file).header, /^space directions: \(0,1,0\) \(0,0,-1\) \(-4,0,0\)$/m);
});

browserTest("cancelling keeps what was there", async ({ visit }) => {
  const { page } = await visit();
  using folder = new Folder(descending);
  await chooseFolder(page, folder);
  const many = makeSeries({ count: 1500, pixels: () => new Uint8Array(2000) });
  using large = new Folder(many);
  await page.setInputFiles("#folder", large.path);
  await page.click("#cancel");
  ok(await page.locator("#notice").isVisible());
  match(await page.locator("#notice").innerText(), /^Cancelled\. What was here before/);
  equal(await page.locator("#result-title").textContent(), "8 × 6 × 12");
  await page.selectOption("#option-order", "given");
  await page.waitForSelector("#header-text:has-text('(0,0,-2.5)')");
});

const known = new Set(corpusSets().map(({ id }) => id));
if (known.has("mr_sag_HFS")) {
  browserTest(
    "a newcomer with a mask of real slices needs at most five actions",
    async ({ visit }) => {
      const series = await corpusFiles("mr_sag_HFS");
      ok(series.length > 1);
      const { page } = await visit();
      using folder = new Folder(series);
      await chooseFolder(page, folder);
      const [columns, rows, slices] = (await page.locator("#result-title").innerText())
        .split(" × ").map(Number) as [number, number, number];
      const data = new Uint8Array(slices * rows * columns);
      data.fill(1, 0, rows * columns);
      const bytes = writeNpy({ shape: [slices, rows, columns], data });
      using mask = new Folder([{ name: "mask.npy", bytes }]);
      await page.reload();
      // Drop, drop, answer, save.
      await drop(page, [folder.path]);
      await drop(page, [`${mask.path}/mask.npy`]);
      await page.click(".card-button >> nth=1");
      await page.waitForSelector("#header:not([hidden])");
      const [name, file] = await downloaded(page, "#save");
      equal(name, "mask.nrrd");
      deepEqual(parts(file).samples, data);
    },
  );
}

browserTest("an array that fits several volumes waits until one is chosen", async ({ visit }) => {
  const { page } = await visit();
  const low = makeSeries({ count: 12, attributes: { SeriesNumber: 1 } });
  const high = makeSeries({ count: 12, first: [0, 0, 70], attributes: { SeriesNumber: 2 } });
  using folder = new Folder([
    ...low.map(({ name, bytes }) => ({ name: `1/${name}`, bytes })),
    ...high.map(({ name, bytes }) => ({ name: `2/${name}`, bytes })),
    { name: "mask.npy", bytes: maskOf(12) },
  ]);
  await chooseFolder(page, folder);
  ok(await page.locator("#save").isDisabled());
  match(await page.locator("#save-words").innerText(), /fits more than one volume/);
  ok(await page.locator("#header").isHidden());
  await page.selectOption("#volume", { index: 1 });
  const [name, file] = await downloaded(page, "#save");
  equal(name, "mask_1.nrrd");
  match(parts(file).header, /^space origin: \(0,0,70\)$/m);
});

browserTest("findings are counted beside the button that saves, and do what they advise", async (
  { visit },
) => {
  const { page } = await visit();
  // More columns than a reader takes for components of a voxel, which would be a note of its own.
  const wide = makeSeries({ first: [-10, -20, 50], step: [0, 0, -2.5], count: 12, columns: 10 });
  using folder = new Folder(wide);
  await chooseFolder(page, folder);
  equal(await page.locator("#findings-link").innerText(), "1 note");
  await page.click("#findings-list button:text('Use order=given')");
  await page.waitForSelector("#header-text:has-text('(0,0,-2.5)')");
  deepEqual(await page.locator(".chip span").allInnerTexts(), ["order=given"]);
  await page.click("[aria-label='Remove order=given']");
  await page.waitForSelector("#header-text:has-text('(0,0,2.5)')");
});
