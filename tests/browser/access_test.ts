import type { Page } from "playwright-core";
import { deepEqual, equal, match, ok } from "../assert.ts";
import { browserTest, settled } from "./support.ts";

/** Presses Tab until an element has the focus; what was passed on the way is told when it fails. */
async function tabTo(page: Page, selector: string): Promise<void> {
  const passed: string[] = [];
  for (let k = 0; k < 60; k++) {
    await page.keyboard.press("Tab");
    const [here, name] = await page.evaluate((selector) => {
      const active = document.activeElement;
      return [active?.matches(selector) ?? false, active?.id || active?.textContent || ""] as const;
    }, selector);
    if (here) return;
    passed.push(name.trim().slice(0, 20));
  }
  throw new Error(`Tab does not lead to ${selector}: ${passed.join(" | ")}`);
}

browserTest("the page is used with the keyboard alone", async ({ visit }) => {
  const { page } = await visit();
  await page.keyboard.press("Tab");
  equal(await page.evaluate(() => document.activeElement?.textContent), "Skip to the content");
  await tabTo(page, "#pick-folder");
  await tabTo(page, "#example");
  await page.keyboard.press("Enter");
  await settled(page);
  // What came out has the focus; the drawing, the header and the options follow in this order.
  await page.waitForSelector("#result-title:focus");
  await tabTo(page, "input[name=mode]");
  await page.keyboard.press("ArrowLeft");
  ok(await page.isChecked("input[value=sent]"));
  await tabTo(page, "#drawing");
  await tabTo(page, "#slice");
  await page.keyboard.press("ArrowRight");
  match(await page.locator("#slice-words").innerText(), /^2nd sent: IM0002\.dcm/);
  await tabTo(page, "#copy");
  await tabTo(page, "#header-text");
  await tabTo(page, "#option-order");
  // Past the order that nobody has asked for, and the same one asked for.
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.waitForSelector("#header-text:has-text('space origin: (-90,-104,40)')");
  await tabTo(page, "#check-text");
});

browserTest("a screen reader finds names, roles and news", async ({ visit }) => {
  const { page } = await visit();
  await page.click("#example");
  await settled(page);
  const tree = await page.locator("body").ariaSnapshot();
  for (
    const line of [
      '- heading "224 × 256 × 24" [level=2]',
      '- radio "As sent"',
      '- radio "As in the header" [checked]',
      '- img "In the patient"',
      '- combobox "Slice order"',
      '- heading "NRRD header" [level=3]',
      "- table",
      '- columnheader "Error, mm"',
    ]
  ) ok(tree.includes(line), `${line} is not in\n${tree}`);
  match(tree, /- slider "Slice"/);
  equal(await page.getAttribute("#status", "role"), "status");
  match((await page.locator("#status").textContent())!, /^Header ready, [1-9]\d* findings$/);
  // The drawing in words is its description.
  const described = (await page.getAttribute("#drawing", "aria-describedby"))!.split(" ");
  ok(described.includes("view-words"));
  match(
    (await page.locator("#view-words").textContent())!,
    /drifts from the slice normal by 26\.57°/,
  );
  // Everything that takes input has a name.
  const nameless = await page.locator("input:not([hidden]), select, textarea, button").evaluateAll(
    (controls) =>
      controls.filter((control) =>
        !control.textContent?.trim() && !control.getAttribute("aria-label") &&
        !(control as HTMLInputElement).labels?.length
      ).map((control) => control.id),
  );
  deepEqual(nameless, []);
});

/** Contrast (WCAG 2.2, 1.4.3) of every text against what lies behind it, the worst first. */
function contrasts(): { ratio: number; text: string }[] {
  const context = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true })!;
  const paint = (colours: string[]): number[] => {
    context.clearRect(0, 0, 1, 1);
    for (const colour of colours) {
      context.fillStyle = colour;
      context.fillRect(0, 0, 1, 1);
    }
    return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const luminance = (rgb: number[]): number => {
    const [r, g, b] = rgb.map((v) => v / 255).map((v) =>
      v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4
    ) as [number, number, number];
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const found: { ratio: number; text: string }[] = [];
  for (const element of document.querySelectorAll<HTMLElement>("body *")) {
    const own = [...element.childNodes].some((node) =>
      node.nodeType === Node.TEXT_NODE && node.textContent!.trim() !== ""
    );
    if (!own || element.offsetParent === null || element.closest(".unseen, .skip")) continue;
    const behind: string[] = [];
    for (let at: Element | null = element; at; at = at.parentElement) {
      behind.unshift(getComputedStyle(at).backgroundColor);
    }
    const back = luminance(paint(behind));
    const front = luminance(paint([...behind, getComputedStyle(element).color]));
    const ratio = (Math.max(back, front) + 0.05) / (Math.min(back, front) + 0.05);
    found.push({ ratio, text: `${element.tagName} ${element.textContent!.slice(0, 40)}` });
  }
  return found.sort((a, b) => a.ratio - b.ratio);
}

browserTest("light and dark, wide and narrow: legible and nothing cut off", async ({ visit }) => {
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [1280, 360]) {
      const { page, complaints } = await visit({ colorScheme, viewport: { width, height: 800 } });
      const fits = async (): Promise<void> => {
        const beyond = await page.evaluate(() =>
          [...document.querySelectorAll("body *")].filter((element) =>
            !element.closest(".scroll, svg, .unseen, pre") &&
            element.getBoundingClientRect().right > innerWidth + 0.5
          ).map((element) => `${element.tagName} ${element.id}`)
        );
        deepEqual(beyond, [], `${colorScheme} ${width}`);
        ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
        const [worst] = await page.evaluate(contrasts);
        ok(worst!.ratio >= 4.5, `${worst!.ratio} in ${colorScheme}: ${worst!.text}`);
      };
      await fits();
      await page.click("#example");
      await settled(page);
      await fits();
      // Findings of every severity, and a problem.
      await page.fill("#check-text", (await page.locator("#header-text").textContent())!);
      await page.click("#check-form button[type=submit]");
      await page.waitForSelector("#check-result .finding");
      await page.click("#more-options > summary");
      await page.fill("#option-type", "nonsense");
      await page.waitForSelector("#problem:not([hidden])");
      await fits();
      deepEqual(complaints, []);
      await page.context().close();
    }
  }
});
