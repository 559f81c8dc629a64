/**
 * The standard library has types: those of `types/std/`, since its package on npm has none. An
 * import without types would be `any`, with which everything compiles.
 */

import {
  assert,
  assertAlmostEquals,
  assertEquals,
  AssertionError,
  assertIsError,
  assertMatch,
  assertRejects,
  assertStrictEquals,
  assertThrows,
  fail,
} from "@std/assert";
import { concat } from "@std/bytes/concat";
import { encodeBase64 } from "@std/encoding/base64";
import { encodeHex } from "@std/encoding/hex";
import { deepEqual, equal } from "../assert.ts";

/** None is a symbol, but what is `any` would pass for one: then the directive has nothing to expect. */
const imported: readonly symbol[] = [
  // @ts-expect-error Not any.
  assert,
  // @ts-expect-error Not any.
  assertAlmostEquals,
  // @ts-expect-error Not any.
  assertEquals,
  // @ts-expect-error Not any.
  assertIsError,
  // @ts-expect-error Not any.
  assertMatch,
  // @ts-expect-error Not any.
  assertRejects,
  // @ts-expect-error Not any.
  assertStrictEquals,
  // @ts-expect-error Not any.
  assertThrows,
  // @ts-expect-error Not any.
  AssertionError,
  // @ts-expect-error Not any.
  concat,
  // @ts-expect-error Not any.
  encodeBase64,
  // @ts-expect-error Not any.
  encodeHex,
  // @ts-expect-error Not any.
  fail,
];

const root = new URL("../../", import.meta.url);
const config: {
  readonly imports: Readonly<Record<string, string>>;
  readonly compilerOptions: { readonly types: readonly string[] };
} = JSON.parse(Deno.readTextFileSync(new URL("deno.json", root)));
const declarations = config.compilerOptions.types
  .map((path) => Deno.readTextFileSync(new URL(path, root))).join("\n");

Deno.test("what is declared of the standard library is what it has, and nothing of it is any", () => {
  const declared = [...declarations.matchAll(/export (?:function|class) (\w+)/g)];
  const names = (imported as unknown as readonly { name: string }[]).map(({ name }) => name);
  deepEqual(names.toSorted(), declared.map(([, name]) => name!).toSorted());
  equal(/\bany\b/.test(declarations.replace(/\/\*.*?\*\//gs, "")), false);
});

Deno.test("every module of the standard library in deno.json is declared, and of one version", () => {
  const mapped = Object.entries(config.imports).filter(([name]) => /^@std\//.test(name));
  const modules = [...declarations.matchAll(/^declare module "(.*)"/gm)];
  deepEqual(modules.map(([, name]) => name!).toSorted(), mapped.map(([name]) => name).toSorted());
  equal(new Set(mapped.map(([, target]) => /@[\d.]+/.exec(target)?.[0])).size, 1);
});

Deno.test("assertions narrow", () => {
  const asText = (value: string | undefined): string => {
    assert(value !== undefined);
    return value;
  };
  equal(asText("a"), "a");
  const asOne = (value: unknown): 1 => {
    assertStrictEquals<1>(value, 1);
    return value;
  };
  equal(asOne(1), 1);
  const asError = (value: unknown): RangeError => {
    assertIsError(value, RangeError);
    return value;
  };
  equal(asError(new RangeError("too far")).message, "too far");
  const never = (): number => fail("never");
  assertThrows(never);
});
