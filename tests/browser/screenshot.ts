/// <reference lib="dom" />
/**
 * `deno task screenshot`: makes docs/page.webp, the page with a made-up series and a mask of it.
 *
 * @module
 */

import type { Page } from "playwright-core";
import { writeNpy } from "../support/npy_writer.ts";
import { makeSeries } from "../support/series.ts";
import { drop, Folder, withBrowser } from "./support.ts";

/** A head from the top down: slices of 5 mm every 8 mm, stored against the slice normal. */
const [SLICES, ROWS, COLUMNS] = [20, 64, 56];
const series = makeSeries({
  rows: ROWS,
  columns: COLUMNS,
  pixelSpacing: [3.5, 3.5],
  first: [-96, -112, 90],
  step: [0, 0, -8],
  count: SLICES,
  thickness: 5,
});
const mask = writeNpy({
  shape: [SLICES, ROWS, COLUMNS],
  data: new Uint8Array(SLICES * ROWS * COLUMNS),
});

/** Of WebP; text stays sharp. */
const QUALITY = 0.85;

/** WebP of what is in the window: a third of a PNG. */
async function webpOf(page: Page): Promise<Uint8Array> {
  const png = (await page.screenshot()).toString("base64");
  const blank = await page.context().newPage();
  const url = await blank.evaluate(async ([png, quality]) => {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.width, image.height];
    canvas.getContext("2d")!.drawImage(image, 0, 0);
    return canvas.toDataURL("image/webp", quality);
  }, [png, QUALITY] as const);
  return Uint8Array.from(atob(url.split(",")[1]!), (c) => c.charCodeAt(0));
}

if (import.meta.main) {
  using folder = new Folder([
    ...series.map(({ name, bytes }) => ({ name: `series/${name}`, bytes })),
    { name: "mask.npy", bytes: mask },
  ]);
  await withBrowser(async ({ visit }) => {
    const { page } = await visit({
      viewport: { width: 1200, height: 988 },
      colorScheme: "light",
      reducedMotion: "reduce",
    });
    await drop(page, ["series", "mask.npy"].map((name) => `${folder.path}/${name}`));
    await page.click(".card-button:has-text('As the files are named')");
    await page.waitForSelector("#save:text('Save mask.nrrd')");
    await page.check("#formula");
    await page.mouse.move(0, 0);
    const file = new URL("../../docs/page.webp", import.meta.url);
    await Deno.writeFile(file, await webpOf(page));
  });
}
