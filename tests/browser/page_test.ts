import { zipSync } from "fflate";
import type { Page } from "playwright-core";
import { deepEqual, equal, match, ok } from "../assert.ts";
import { evenly, type MadeObject, makeSeries } from "../support/series.ts";
import {
  askService,
  browserTest,
  chooseFolder,
  downloaded,
  drop,
  Folder,
  settled,
  shownHeader,
} from "./support.ts";

/** Twelve axial slices 2.5 mm apart; the files run from the top down. */
const descending = makeSeries({ first: [-10, -20, 50], step: [0, 0, -2.5], count: 12 });

/** Eight places of which the fifth has no slice. */
const withHole = makeSeries({
  positions: evenly([0, 0, 0], [0, 0, 3], 8).filter((_, k) => k !== 4),
});

/** Corners of everything of one kind that is drawn. */
function drawn(page: Page, kind: string): Promise<string[]> {
  return page.locator(`#drawing .sheet.${kind}`).evaluateAll((sheets) =>
    sheets.map((sheet) => sheet.getAttribute("points") ?? "")
  );
}

browserTest("a folder is dropped, drawn and described", async ({ origin, visit }) => {
  const { page, requests, complaints } = await visit();
  using folder = new Folder(descending);
  await drop(page, [folder.path]);
  const response = await askService(origin, descending);
  equal(await shownHeader(page), await response.text());
  match((await shownHeader(page))!, /^space origin: \(-10,-20,22\.5\)$/m);

  equal((await drawn(page, "slice")).length, 12);
  equal(await page.locator("#result-title").textContent(), "8 × 6 × 12");
  const words = await page.locator("#view-words").textContent();
  match(words!, /^12 axial slices, slice spacing 2\.5 mm\./);
  match(words!, /As sent, they run from superior to inferior\./);
  match(words!, /The header runs from inferior to superior\./);
  const letters = await page.locator("#drawing .side").allTextContents();
  equal(letters.map((text) => text[0]).sort().join(""), "AILPRS");

  // Before sorting, the first slice is the topmost; after it, the lowest.
  const slider = page.locator("#slice");
  await slider.press("End");
  match(await page.locator("#slice-words").innerText(), /^slice 11 of 12: 0001\.dcm, instance 1,/);
  await page.getByText("As sent", { exact: true }).click();
  await slider.press("Home");
  match(await page.locator("#slice-words").innerText(), /^1st sent: 0001\.dcm, instance 1,/);

  // From the front, slices are lines; turned with the keys they are areas.
  await page.click(".looks button:text('Front')");
  await page.waitForTimeout(100);
  const height = (points: string): number => {
    const ys = points.split(" ").map((point) => Number(point.split(",")[1]));
    return Math.max(...ys) - Math.min(...ys);
  };
  ok((await drawn(page, "slice")).every((points) => height(points) < 0.2));
  await page.focus("#drawing");
  await page.keyboard.press("ArrowUp");
  await page.waitForTimeout(100);
  ok((await drawn(page, "slice")).every((points) => height(points) > 5));

  deepEqual(complaints, []);
  deepEqual(requests.filter((request) => !request.startsWith(`GET ${origin}/`)), []);
});

browserTest("options change the header at once, and downloads are the service's replies", async (
  { origin, visit },
) => {
  const { page } = await visit();
  using folder = new Folder(descending);
  await chooseFolder(page, folder);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.click("#copy");
  await page.waitForSelector("#copy:text('Copied')");
  equal(await page.evaluate(() => navigator.clipboard.readText()), await shownHeader(page));
  await page.selectOption("#option-order", "given");
  await page.click("#more-options > summary");
  await page.selectOption("#option-space", "RAS");
  await page.fill("#option-data", "mask.raw");
  await page.waitForSelector("#save:text('Save volume.nhdr')");

  const query = "?order=given&space=RAS&data=mask.raw";
  const expected = await (await askService(origin, descending, query)).text();
  match(expected, /^space directions: \(-1,0,0\) \(0,-1,0\) \(0,0,-2\.5\)$/m);
  equal(await shownHeader(page), expected);
  match((await page.locator("#command").textContent())!, /order=given&space=RAS&data=mask\.raw/);
  for (const [button, format] of [["save", "text"], ["save-json", "json"], ["save-zip", "zip"]]) {
    const response = await askService(origin, descending, `${query}&format=${format}`);
    const [name, bytes] = await downloaded(page, `#${button}`);
    deepEqual(bytes, new Uint8Array(await response.arrayBuffer()), format);
    const announced = /filename="(.*)"/.exec(response.headers.get("Content-Disposition") ?? "");
    equal(name, announced?.[1] ?? "reply.json");
  }

  await page.fill("#option-type", "nonsense");
  await page.waitForSelector("#problem:not([hidden])");
  // Beside its control too, which may be far below.
  match(await page.locator("#option-type-fault").innerText(), /^No header: Option "type"/);
  match(
    (await page.locator("#problem-detail").textContent())!,
    /^Option "type" has an invalid value/,
  );
  await page.click("#reset");
  await page.waitForSelector("#problem", { state: "hidden" });
  equal(await shownHeader(page), await (await askService(origin, descending)).text());
});

browserTest("what is wrong is shown, with the option that helps", async ({ visit }) => {
  const { page, complaints } = await visit();
  using holed = new Folder(withHole);
  await chooseFolder(page, holed);
  equal(await page.locator("#problem-title").textContent(), "Missing slices");
  match((await page.locator("#problem-detail").textContent())!, /^1 slice is missing: .* 3 mm/);
  equal((await drawn(page, "gap")).length, 1);
  ok(await page.locator("#header").isHidden());
  await page.click("text=Try uneven=fill");
  await page.waitForSelector("#header:not([hidden])");
  match((await shownHeader(page))!, /^sizes: 8 6 8$/m);
  equal(await page.inputValue("#option-uneven"), "fill");
  ok(await page.locator("#problem").isHidden());
  equal((await drawn(page, "gap")).length, 1);
  // Where the hole is stands in the finding, in the header's text and in the table.
  match(await page.locator("#findings-list").innerText(), /1 of 8 slices is missing \(slice 4\)/);
  match((await shownHeader(page))!, /^# missing-filled: .*\(slice 4\)/m);
  match(await page.locator("#slices-table tbody tr").nth(4).innerText(), /^4\s+empty/);
  equal(await page.locator("#slices-table tbody tr").count(), 8);

  // One slice twice, under another UID and with other pixels.
  const doubled: MadeObject[] = [
    ...makeSeries({ count: 5 }),
    ...makeSeries({ positions: [[0, 0, 2]], attributes: { InstanceNumber: 9 } }),
  ].map((object, k) => ({ ...object, name: `${k}.dcm` }));
  using twice = new Folder(sameSeries(doubled));
  await chooseFolder(page, twice);
  // Options of the last series do not hold for this one.
  equal(await page.inputValue("#option-uneven"), "refuse");
  ok(await page.locator("#chips").isHidden());
  equal((await drawn(page, "crowded")).length, 1);
  match((await page.locator("#view-words").textContent())!, /1 position holds more/);

  using others = new Folder([{ name: "notes.txt", bytes: new TextEncoder().encode("hello") }]);
  await chooseFolder(page, others);
  equal(await page.locator("#problem-title").textContent(), "This is not DICOM");
  ok(await page.locator("#result").isHidden());
  match(await page.locator("#skipped").innerText(), /^1 input was ignored/);
  deepEqual(complaints, []);
});

/** The same objects as parts of one series. */
function sameSeries(objects: readonly MadeObject[]): { name: string; bytes: Uint8Array }[] {
  return makeSeries({
    positions: objects.map(({ position }) => position),
    instanceNumbers: objects.map((_, k) => k + 1),
  });
}

browserTest("archives, JSON and headers that are pasted", async ({ visit }) => {
  const { page } = await visit();
  const zip = zipSync(Object.fromEntries(descending.map(({ name, bytes }) => [name, bytes])));
  using folder = new Folder([{ name: "series.zip", bytes: zip }]);
  await page.setInputFiles("#files", `${folder.path}/series.zip`);
  await settled(page);
  match((await shownHeader(page))!, /^space origin: \(-10,-20,22\.5\)$/m);

  await page.click("text=Paste JSON");
  await page.fill(
    "#paste-text",
    JSON.stringify(makeSeries({ count: 3, step: [0, 0, 4] }).map(({ attributes }) => attributes)),
  );
  await page.click("text=Read it");
  await page.waitForSelector("text=8 × 6 × 3");
  match((await shownHeader(page))!, /^space directions: \(1,0,0\) \(0,1,0\) \(0,0,4\)$/m);

  // A header that takes the slice distance for 1 mm, and runs the wrong way.
  const wrong = `NRRD0004
type: short
dimension: 3
sizes: 8 6 3
space: left-posterior-superior
space directions: (1,0,0) (0,1,0) (0,0,1)
kinds: domain domain domain
endian: little
encoding: raw
space origin: (0,0,0)

`;
  await page.fill("#paste-text", wrong);
  await page.click("text=Read it");
  await page.waitForSelector("#check-result .finding");
  // Slice 2 lies at 8 mm and the header says 2.
  match(await page.locator("#check-result").innerText(), /^Wrong: The corners .* at most 6 mm/);
  const right = await page.locator("#check-result pre").textContent();
  match(right!, /^space directions: \(1,0,0\) \(0,1,0\) \(0,0,4\)$/m);
  await page.fill("#check-text", right!);
  await page.click("#check-form button[type=submit]");
  await page.waitForSelector("#check-result .finding.good");

  await page.fill("#paste-text", "{ this is no JSON");
  await page.click("text=Read it");
  await page.waitForSelector("#problem:not([hidden])");
  equal(await page.locator("#problem-title").textContent(), "The text is no JSON");
});

browserTest("two thousand files are read without the page standing still", async (
  { origin, visit },
) => {
  const many = makeSeries({ count: 2000, step: [0, 0, 0.5], pixels: () => new Uint8Array(20_000) });
  const { page } = await visit();
  using folder = new Folder(many);
  // What the bar showed at the turns of the page's own clock: none while it stands still.
  await page.evaluate(() => {
    const bar = document.querySelector("progress")!;
    const seen = new Set<number>();
    Object.assign(globalThis, { seen });
    setInterval(() => seen.add(bar.value), 10);
  });
  await page.setInputFiles("#folder", folder.path);
  // It answers to a click while it reads.
  await page.click("text=Paste JSON");
  await page.waitForSelector("body.busy #paste-text");
  await settled(page);
  const seen = await page.evaluate(() =>
    (globalThis as unknown as { seen: Set<number> }).seen.size
  );
  ok(seen > 5, `the progress bar had ${seen} different values`);
  equal(await shownHeader(page), await (await askService(origin, many)).text());
  ok((await drawn(page, "slice")).length <= 24);
});
