import { diagnosesPage, errorsPage, findingsPage } from "../../docs/codes.ts";
import { deepEqual, equal } from "../assert.ts";
import { sliceAt } from "../support/dataset.ts";
import { replyTo } from "../support/reply.ts";

const page = (name: string) => Deno.readTextFile(new URL(`../../docs/${name}`, import.meta.url));

Deno.test("docs/errors.md, findings.md and diagnoses.md are as `deno task docs` writes them", async () => {
  equal(await page("errors.md"), errorsPage());
  equal(await page("diagnoses.md"), diagnosesPage());
  equal(await page("findings.md"), findingsPage());
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
    ...replyTo(slices, { npy }).volumes,
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
  deepEqual([said.size, told.get("order-differs")], [6, "info or warning"]);
});
