/**
 * What stands in the way of people who hear a page, or work it by keys.
 *
 * @module
 */

import axe from "axe-core";
import type { Page } from "playwright-core";

/** What axe finds in the page as it stands: rule and element. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import("axe-core") };
    // Those that are not on by themselves.
    const off = axe.getRules().filter(({ tags }) => tags.includes("experimental"));
    const rules = Object.fromEntries(
      ["target-size", ...off.map(({ ruleId }) => ruleId)].map((id) => [id, { enabled: true }]),
    );
    const { violations, passes } = await axe.run(document, { rules });
    if (passes.length < 20) throw new Error("axe looked at nothing");
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target}`));
  });
}
