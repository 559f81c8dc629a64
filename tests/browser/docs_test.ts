/// <reference lib="dom" />
import { equal, match } from "../assert.ts";
import { browserTest } from "./support.ts";

browserTest("the form of the documentation asks the service", async ({ visit }) => {
  const { page } = await visit();
  const origin = new URL(page.url()).origin;
  await page.goto(`${origin}/docs`);
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
  equal(page.url(), `${origin}/docs#missing-slices`);
  equal(await page.locator(":target").innerText(), "missing-slices");
  await page.goto(`${origin}/v1/header`);
  await page.click("text=Documentation");
  equal(page.url(), `${origin}/docs`);
});
