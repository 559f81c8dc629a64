/** What is sent about a person does not come back, whatever attribute it stands in. */

import { deepEqual, ok } from "../assert.ts";
import type { Attributes } from "../support/dicom_writer.ts";
import { answerTo } from "./answers.ts";
import { type Case, JSON_REPLY, KEYWORDS, sayingOf, sendBoth, SEPARATING } from "./both.ts";
import { bodyOf, type Dialect, KINDS } from "./kinds.ts";
import { PATTERNS } from "./patterns.ts";
import { PEOPLE, poisonsOf, tracesOf } from "./poison.ts";

/** What comes back of segmentations by design: labels and codes (docs/threat-model.md). */
const LABELS: ReadonlySet<string> = new Set([
  "SegmentLabel",
  "CodeValue",
  "CodingSchemeDesignator",
  "CodeMeaning",
  "LongCodeValue",
  "URNCodeValue",
]);

/** Kinds of which each slice may say something else; of others the whole object says it. */
const STACKED: ReadonlySet<string> = new Set(["MR", "enhanced", "segmentation"]);

for (const [name, kind] of Object.entries(KINDS)) {
  Deno.test(`private: every attribute, alone and in pairs, ${name}`, async () => {
    for (const [n, keyword] of KEYWORDS.entries()) {
      if (name === "segmentation" && LABELS.has(keyword)) continue;
      for (const poison of poisonsOf(keyword)) {
        const turns: (readonly [string, Dialect, readonly string[]])[] = [
          ["constant", "bytes", ["metadata=acquisition", "data=dicom"]],
          ...(STACKED.has(name) ? [["stacks", "bytes", ["uneven=split"]] as const] : []),
          ["axis", n % 2 === 0 ? "model" : "keywords", ["metadata=acquisition"]],
        ];
        for (const [pattern, dialect, options] of turns) {
          const said = sayingOf(keyword, poison, PATTERNS[pattern]!);
          const paths = options.map((option) => `${JSON_REPLY}&${option}`);
          await sendBoth(`${keyword}, ${pattern}`, { kind, said, dialect }, paths);
        }
      }
    }
  });
}

Deno.test("private: of a series its number, and its modality if DICOM defines it", async () => {
  const shown = async (said: Attributes): Promise<string[]> => {
    const body = bodyOf(KINDS.MR([[said], [said], [said]], PEOPLE[0]), "bytes");
    const answers = ["/v1/header", JSON_REPLY, "/v1/header?format=zip"]
      .map((path) => answerTo(path, body));
    const text = (await Promise.all(answers)).join("\n");
    return [...text.matchAll(/"words": "(.*?)"|filename=\\"(.*?)\\"/g)]
      .map(([, words, file]) => words ?? file!);
  };
  const axial = "axial, 3 slices, slice spacing 3 mm";
  deepEqual(await shown({ Modality: "PT", SeriesNumber: 12 }), [
    "series_12.nrrd",
    `PT, series 12, ${axial}`,
    `PT, series 12, ${axial}`,
    "headers.zip",
  ]);
  const { name, date } = PEOPLE[0];
  deepEqual(await shown({ Modality: name, SeriesNumber: date }), [
    "volume.nrrd",
    axial,
    axial,
    "headers.zip",
  ]);
});

const RIGHT_HEADER = [
  "NRRD0004",
  "type: short",
  "dimension: 3",
  "space: left-posterior-superior",
  "sizes: 4 3 3",
  "space directions: (1,0,0) (0,1,0) (0,0,5)",
  "kinds: domain domain domain",
  "endian: little",
  "encoding: raw",
  "space origin: (0,0,0)",
].join("\n") + "\n\n";

Deno.test("private: a check, against a header and against bare numbers", async () => {
  const bare = {
    spaceDirections: [[1, 0, 0], [0, 1, 0], [0, 0, 5]],
    spaceOrigin: [0, 0, 0],
    sizes: [4, 3, 3],
  };
  for (const keyword of KEYWORDS) {
    const isAxis = SEPARATING.includes(keyword);
    for (const poison of poisonsOf(keyword)) {
      for (const pattern of isAxis ? ["axis", "hole", "split"] : ["constant"]) {
        const said = sayingOf(keyword, poison, PATTERNS[pattern]!);
        for (
          const [format, members] of [["json", { header: RIGHT_HEADER }], ["text", bare]] as const
        ) {
          const made: Case = { kind: KINDS.MR, said, dialect: "model", members };
          await sendBoth(`${keyword}, ${pattern}`, made, [`/v1/check?format=${format}`]);
        }
      }
    }
  }
});

Deno.test("private: the search for traces finds each of them", () => {
  const [person] = PEOPLE;
  for (
    const trace of [
      "QXZDOE^J0",
      "qxzdoe",
      "Q%58ZDOE",
      btoa("QXZDOE^J0"),
      btoa("1QXZDOE^J0"),
      btoa("12QXZDOE^J0"),
      "51585a444f45",
      "20190412",
      "2019-04-12T10:11:12Z",
      "12.04.2019",
      "101112.5",
      "10:11",
      "1555063872",
      "1555063932000",
      "36672",
      "36702500",
    ]
  ) {
    ok(tracesOf(`{"values": ["${trace}"]}`, person).length > 0, trace);
  }
  deepEqual(tracesOf("NRRD0004\nsizes: 4 3 3\nspace origin: (0,0,36.6)\n", person), []);
});
