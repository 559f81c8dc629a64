import { otherPackages, packages, page } from "../../tools/licences.ts";
import { equal, ok } from "../assert.ts";

/** Licences that ask for nothing but their own text. */
const PERMISSIVE = ["MIT", "ISC", "Zlib", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "0BSD"];

/** More than this many, and the supply chain is no longer something that one person can read. */
const FEW = 8;

Deno.test("docs/licences.md lists the packages of production, which are few and permissive", async () => {
  const found = await packages();
  ok(found.length > 0 && found.length <= FEW, `${found.length} packages`);
  for (const { name, licence } of found) {
    const terms = licence.split(/[() ]+|AND|OR/).filter((term) => term !== "");
    ok(terms.every((term) => PERMISSIVE.includes(term)), `${name}: ${licence}`);
  }
  const cells = (text: string) => text.replace(/ +\||\| +| ?-{3,} ?/g, "|");
  const written = Deno.readTextFileSync(new URL("../../docs/licences.md", import.meta.url));
  const others = await otherPackages(found);
  for (const { name, usedBy } of others) ok(usedBy.length > 0, `nothing uses ${name}`);
  const plain = (text: string) => cells(text).replace(/\s+/g, " ");
  equal(plain(written), plain(page(found, others)), "deno task licences writes it anew");
});

Deno.test("every package is pinned by version in deno.json and by hash in deno.lock", () => {
  const read = (name: string) =>
    JSON.parse(Deno.readTextFileSync(new URL(`../../${name}`, import.meta.url)));
  const { imports, lock } = read("deno.json");
  for (const specifier of Object.values(imports)) {
    ok(/@\d+\.\d+\.\d+(\/[\w/]+\.js)?$/.test(String(specifier)));
  }
  equal(lock.frozen, true);
  const locked = Object.entries<{ integrity?: string }>(read("deno.lock").npm);
  ok(locked.length > 0);
  for (const [name, { integrity }] of locked) ok(/^sha512-/.test(integrity ?? ""), name);
});
