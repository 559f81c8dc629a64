/// <reference lib="dom" />
import config from "../../deno.json" with { type: "json" };
import { deepEqual, equal, match, ok } from "../assert.ts";
import { runWell } from "../support/programs.ts";
import { violations } from "./axe.ts";
import { browserTest } from "./support.ts";

browserTest("the form of the documentation asks the service", async ({ visit }) => {
  const { page } = await visit();
  const origin = new URL(page.url()).origin;
  await page.goto(`${origin}/docs/try.html`);
  await page.click("#try-form button");
  const reply = page.locator("#try-reply:not([hidden])");
  match(await reply.innerText(), /^HTTP 200\n\nNRRD0004\n[^]*\nspace origin: \(-10,-20,30\)\n/);
  await page.fill("#try-options", "order=gven");
  await page.click("#try-form button");
  await page.waitForSelector("#try-reply:has-text('HTTP 400')");
  match(await reply.innerText(), /"code": "bad-option"/);
});

browserTest("the explanation of a problem is found by its address", async ({ visit }) => {
  const { page } = await visit();
  const origin = new URL(page.url()).origin;
  await page.goto(`${origin}/problems/missing-slices`);
  equal(page.url(), `${origin}/docs/errors.html#missing-slices`);
  equal(await page.locator(":target").innerText(), "missing-slices");
  await page.goto(`${origin}/v1/header`);
  await page.click("text=Documentation");
  equal(page.url(), `${origin}/docs/`);
});

/** A page of each kind: lists, code, tables, a form. */
const KINDS = ["", "slice-order.html", "api.html", "errors.html", "readers.html", "try.html"];

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [390, 1440]) {
    browserTest(`axe finds nothing in the documentation: ${colorScheme}, ${width} wide`, async (
      { visit, origin },
    ) => {
      const { page } = await visit({ colorScheme, viewport: { width, height: 900 } });
      for (const name of KINDS) {
        await page.goto(`${origin}/docs/${name}`);
        deepEqual(await violations(page), [], name);
        const [inner, whole] = await page.evaluate(() =>
          [innerWidth, document.documentElement.scrollWidth] as const
        );
        ok(whole <= inner, `${name} is ${whole} wide`);
      }
    });
  }
}

browserTest("the site works from a disk, and asks a service from there", async (
  { visit, origin },
) => {
  const folder = await Deno.makeTempDir();
  try {
    const command = config.tasks.site.command.replace("--allow-write=build", "--allow-write");
    const [, ...args] = [...command.split(" "), folder];
    await runWell(Deno.execPath(), args, { cwd: new URL("../../", import.meta.url).pathname });
    const { page, requests, complaints } = await visit();
    const before = requests.length;
    await page.goto(`file://${folder}/index.html`);
    await page.click("main >> text=Gantry tilt");
    equal(page.url(), `file://${folder}/gantry-tilt.html`);
    match(await page.locator("h1").innerText(), /Gantry tilt/);
    const width = await page.evaluate(() => getComputedStyle(document.body).minWidth);
    equal(width, "320px", "the style is not there");
    await page.goto(`file://${folder}/try.html`);
    await page.fill("#try-service", `${origin}/`);
    await page.click("#try-form button");
    const reply = page.locator("#try-reply:not([hidden])");
    match(await reply.innerText(), /^HTTP 200\n/);
    for (const request of requests.slice(before)) {
      match(request, /^(GET (file|data):|(POST|OPTIONS) http:\/\/127\.0\.0\.1:\d+\/v1\/header)/);
    }
    deepEqual(complaints, []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
