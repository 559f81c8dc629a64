/** The public threads: each has its page, and each page its numbers. */

import { threads } from "../../docs/threads.ts";
import { deepEqual, match, ok } from "../assert.ts";
import { blocksOf, linksOf } from "./markdown.ts";

const folder = new URL("../../docs/", import.meta.url);
const read = (page: string) => Deno.readTextFileSync(new URL(page, folder));

/** As many as were to be answered, at least. */
const FEWEST = 40;

const all = threads();

Deno.test("threads are named by where they are", () => {
  const addresses = new Set(all.map(({ address }) => address));
  ok(addresses.size >= FEWEST, `${addresses.size}`);
  // An issue and a pull request of one repository share their numbers.
  const places = [...addresses].map((address) => address.replace("/pull/", "/issues/"));
  deepEqual(places.length, new Set(places).size);
  for (const { address, name } of all.filter(({ address }) => address.includes("github.com"))) {
    match(address, /^https:\/\/github\.com\/[\w.-]+\/[\w.-]+\/(issues|pull)\/\d+$/);
    const [, , , owner, repository, , number] = address.split("/");
    deepEqual(name, `${owner}/${repository}#${number}`);
  }
});

Deno.test("every page that names threads is a question with an example that asserts numbers", () => {
  const listed = linksOf(read("README.md").split("## Reference")[0]!);
  for (const page of new Set(all.map(({ page }) => page))) {
    ok(listed.includes(page), `${page} is no question`);
    const code = blocksOf(read(page)).filter(({ untested }) => !untested).map(({ code }) => code);
    match(code.join("\n"), /\bassert\b[^]*\d/, page);
  }
});

Deno.test("a thread stands under Asked at alone, and is read from there", () => {
  for (const page of new Set(all.map(({ page }) => page))) {
    const found = linksOf(read(page)).filter((link) => /\/(issues|pull)\/\d+$/.test(link));
    const named = all.filter((thread) => thread.page === page).map(({ address }) => address);
    deepEqual(found.filter((link) => !named.includes(link)), [], page);
  }
});
