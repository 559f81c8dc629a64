/**
 * Texts of lists of objects, each of which is the one before but for a change or two; and damage.
 *
 * @module
 */

import { fc } from "./property.ts";

const names = fc.constantFrom(
  "00080005",
  "00080018",
  "00200032",
  "00280010",
  "00091010",
  "52009230",
  "Rows",
  "7",
  "",
  " Rows",
  "Gr\u00f6\u00dfe",
  "__proto__",
);

/** Values of JSON, as tools write them. */
export const sound: fc.Arbitrary<string> = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.stringify(value)),
  fc.constantFrom("1", "12", "-0", "1e400", '"a"', '"a\\\\"', '"\\""', "[]", "{}", "NaN"),
  fc.constantFrom(
    '{"vr":"DS","Value":[1.5]}',
    '{"vr":"DS","Value":[1.25]}',
    '{"vr":"SQ","Value":[{"00080018":{"vr":"UI"},"00080005":1}]}',
    '{"vr":"OB","InlineBinary":"AA,}]"}',
  ),
);

/** What is no JSON, or not quite. */
const broken = fc.constantFrom("Doe", "[1", "1 2", '"', "", '"\t"', "{]", "1,", "1}", "1 :2");

type Member = readonly [key: string, value: string];

/** How an object differs from the one before. */
const change: fc.Arbitrary<(members: Member[], at: number) => Member[]> = fc.oneof(
  { weight: 8, arbitrary: sound.map((value) => withValue(value)) },
  { weight: 1, arbitrary: broken.map((value) => withValue(value)) },
  fc.tuple(names, sound).map(([name, value]) => (members: Member[], at: number) =>
    members.toSpliced(at, 0, [JSON.stringify(name), value])
  ),
  fc.constantFrom(
    (members: Member[], at: number) => members.toSpliced(at, 1),
    (members: Member[], at: number) => [...members.slice(at), ...members.slice(0, at)],
    // The same key, spelt otherwise.
    (members: Member[], at: number) =>
      members.map(([name, value], k) =>
        [k === at ? name.replace(/^"R/, '"\\u0052') : name, value] as const
      ),
  ),
);

function withValue(value: string) {
  return (members: Member[], at: number) =>
    members.map((member, k) => k === at ? [member[0], value] as const : member);
}

/** Lists in which each object is the one before, but for a change or two. */
export const lists: fc.Arbitrary<string> = fc.tuple(
  fc.array(fc.tuple(fc.oneof(names, fc.string({ maxLength: 3 })), sound), { maxLength: 9 }),
  fc.array(fc.array(fc.tuple(fc.nat(8), change), { maxLength: 2 }), { maxLength: 6 }),
  fc.constantFrom("", " ", "\n  "),
  fc.option(fc.tuple(fc.nat(6), fc.constantFrom("null", "[]", "7"))),
).map(([first, changes, blank, other]) => {
  let members: Member[] = first.map(([name, value]) => [JSON.stringify(name), value]);
  const objects = [members];
  for (const some of changes) {
    for (const [place, change] of some) members = change(members, place % (members.length + 1));
    objects.push(members);
  }
  const texts = objects.map((members) =>
    `{${blank}${members.map((member) => member.join(`:${blank}`)).join(`,${blank}`)}${blank}}`
  );
  if (other !== null) texts.splice(other[0], 0, other[1]);
  return `[${texts.join(`,${blank}`)}]`;
});

/** Damages a text in one place. */
export const damage: fc.Arbitrary<(text: string) => string> = fc.tuple(
  fc.nat(),
  fc.constantFrom("", "{", "}", "[", "]", ",", ":", '"', "\\", "1", "a", "\n", "\0"),
  fc.boolean(),
).map(([place, put, replaces]) => (text) => {
  const at = place % text.length;
  return `${text.slice(0, at)}${put}${text.slice(at + (replaces ? 1 : 0))}`;
});
