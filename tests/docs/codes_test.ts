import { asItMustBe, WRITTEN } from "../../docs/write.ts";
import { readOptions } from "../../lib/options/read.ts";
import { OPTION_NAMES } from "../../lib/options/table.ts";
import { deepEqual, equal } from "../assert.ts";
import { sliceAt } from "../support/dataset.ts";
import { replyTo } from "../support/reply.ts";

const page = (name: string) => Deno.readTextFile(new URL(`../../docs/${name}`, import.meta.url));

for (const written of WRITTEN) {
  Deno.test(`${written.path} is as \`deno task docs\` writes it`, async () => {
    const found = await Deno.readTextFile(new URL(`../../${written.path}`, import.meta.url));
    equal(found, asItMustBe(written, found));
  });
}

Deno.test("docs/options.md says of each option what holds where nobody asks", async () => {
  const text = await page("options.md");
  const told = new Map(
    text.split("\n## ").slice(1).map((section) => {
      const [name = ""] = section.split("\n");
      return [name, /Without it: `([^`]+)`\./.exec(section)?.[1]];
    }),
  );
  deepEqual([...told.keys()], OPTION_NAMES);
  const asked = readOptions([]).header;
  const held = (["order", "space", "fit", "tilt", "uneven", "axis4", "as", "encoding"] as const)
    .map((name) => [name, asked[name]]);
  deepEqual(held.map(([name]) => [name, told.get(name!)]), held);
});

Deno.test("docs/findings.md tells the severity that findings come with", async () => {
  const told = new Map(
    [...(await page("findings.md")).matchAll(/^## (.*)\n\nSeverity ([^.]*)\./gm)]
      .map(([, code, severity]) => [code!, severity!.replaceAll("`", "")]),
  );
  const slices = [2, 1, 0].map((k) =>
    sliceAt([0, 0, 2 * k], { SliceThickness: 5, SpacingBetweenSlices: 3, RescaleSlope: 2 })
  );
  const npy = { shape: [3, 3, 4], dtype: "<i8", fortranOrder: false };
  const findings = [
    ...replyTo(slices).volumes,
    ...replyTo(slices, { npy, orderStated: true }).volumes,
    ...replyTo(slices.slice(0, 1)).volumes,
  ].flatMap(({ findings }) => findings);
  const said = new Map<string, Set<string>>();
  for (const { code, severity } of findings) {
    said.set(code, (said.get(code) ?? new Set()).add(severity));
  }
  deepEqual(
    [...said].map(([code, severities]) => [code, [...severities].sort().join(" or ")]),
    [...said.keys()].map((code) => [code, told.get(code)]),
  );
  deepEqual([said.size, told.get("order-differs")], [7, "info"]);
});
