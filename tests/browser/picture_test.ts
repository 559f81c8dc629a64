import type { Page } from "playwright-core";
import { deepEqual, equal, match, ok } from "../assert.ts";
import { makeSeries } from "../support/series.ts";
import { browserTest, chooseFolder, Folder, shownHeader } from "./support.ts";

/** Twelve slices of 4 mm every 2.5 mm, whose files run from the top down. */
const series = makeSeries({
  columns: 64,
  rows: 48,
  first: [-10, -20, 50],
  step: [0, 0, -2.5],
  count: 12,
  thickness: 4,
});

/** How many sheets of each ghost are drawn. */
function ghosts(page: Page): Promise<number[]> {
  return Promise.all(
    ["claimed", "formula"].map((kind) => page.locator(`#drawing .outline.${kind}`).count()),
  );
}

/** Pairs of words in the drawing that share a place on the screen, as the browser has written them. */
function collisions(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const words = [...document.querySelectorAll<SVGTextElement>("#drawing text")];
    const boxes = words.map((word) => word.getBBox());
    return words.flatMap((word, k) =>
      words.slice(0, k).filter((_, n) => {
        const [a, b] = [boxes[k]!, boxes[n]!];
        return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height &&
          b.y < a.y + a.height;
      }).map((other) => `${word.textContent} on ${other.textContent}`)
    );
  });
}

browserTest("a checked header and the formula are drawn over the slices", async ({ visit }) => {
  const { page, complaints } = await visit();
  using folder = new Folder(series);
  await chooseFolder(page, folder);
  deepEqual(await ghosts(page), [0, 0]);
  ok(await page.locator(".key.claimed").isHidden());

  // A header that takes the thickness for the spacing: at slice 11 it is 11 · 1.5 mm off.
  const right = (await shownHeader(page))!;
  const wrong = right.replace("(0,0,2.5)", "(0,0,4)");
  ok(wrong !== right);
  await page.fill("#check-text", wrong);
  await page.click("#check-form button[type=submit]");
  await page.waitForSelector("#drawing .outline.claimed");
  deepEqual(await ghosts(page), [2, 0]);
  ok(await page.locator(".key.claimed").isVisible());
  const words = page.locator("#compare-words");
  equal(await words.textContent(), "The checked header is off by 16.5 mm at slice 11.");
  equal(
    await page.locator("#drawing .label.claimed").evaluate((label) => label.firstChild?.nodeValue),
    "slice 11: 16.5 mm",
  );

  // The formula climbs 11 · 4 mm from the first file, and the files go down 11 · 2.5 mm.
  await page.getByLabel("What cross × thickness would give").check();
  await page.waitForSelector("#drawing .outline.formula");
  deepEqual(await ghosts(page), [2, 2]);
  match(
    (await words.textContent())!,
    /is off by 71\.5 mm at the last file: the thickness is 4 mm, the spacing 2\.5 mm; the files run against cross\(row, column\)\.$/,
  );
  for (const look of ["3-D", "Front", "Left", "Above"]) {
    await page.getByRole("button", { name: look, exact: true }).click();
    await page.evaluate(() => new Promise(requestAnimationFrame));
    deepEqual(await collisions(page), [], look);
  }

  // What the slider says before it is moved, and after.
  match((await page.getAttribute("#slice", "aria-valuetext"))!, /^slice 0 of 12: 0012\.dcm/);
  await page.locator("#slice").press("ArrowRight");
  match((await page.getAttribute("#slice", "aria-valuetext"))!, /^slice 1 of 12: 0011\.dcm/);

  await page.fill("#check-text", right);
  await page.click("#check-form button[type=submit]");
  await page.waitForSelector("#compare-words:text('lies on the slices')");
  await page.getByLabel("What cross × thickness would give").uncheck();
  await page.waitForSelector("#drawing:not(:has(.outline.formula))");
  deepEqual(await ghosts(page), [2, 0]);
  deepEqual(complaints, []);
});
