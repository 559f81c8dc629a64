import { diagnosesPage, errorsPage, findingsPage } from "../../docs/codes.ts";
import { equal } from "../assert.ts";

const page = (name: string) => Deno.readTextFile(new URL(`../../docs/${name}`, import.meta.url));

Deno.test("docs/errors.md, findings.md and diagnoses.md are as `deno task docs` writes them", async () => {
  equal(await page("errors.md"), errorsPage());
  equal(await page("diagnoses.md"), diagnosesPage());
  equal(await page("findings.md"), findingsPage());
});
