/** Nothing that could identify a patient comes back, wherever it stands in what is sent. */

import { ATTRIBUTES, type Keyword } from "../../lib/dicom/attributes.ts";
import { createApp } from "../../routes/app.ts";
import { equal, ok } from "../assert.ts";
import { writeDicom } from "../support/dicom_writer.ts";
import { makeSeries } from "../support/series.ts";
import { withoutCorrection } from "./corrected.ts";

/** No letters that could come together by chance. */
const MARKER = "QXZDOE";
/** As a name, and where a number is expected. */
const VALUES = [`${MARKER}^JANE`, `1${MARKER}`, `2.25.${MARKER}`];

const QUERIES = [
  "format=text",
  "format=json",
  "format=json&data=dicom",
  "format=json&as=segmentation&axis4=none",
];

const app = createApp();
const [slice] = makeSeries({ count: 1, columns: 4, rows: 3 });

/** Everything that a reply consists of. */
async function replies(body: BodyInit): Promise<string> {
  const answers = await Promise.all(QUERIES.map(async (query) => {
    const response = await app.request(`/v1/header?${query}`, { method: "POST", body });
    ok(response.status < 500, `${response.status}`);
    return `${await response.text()} ${JSON.stringify([...response.headers])}`;
  }));
  return answers.join(" ");
}

function isMissing(answer: string, where: string): void {
  const at = answer.indexOf(MARKER);
  equal(at, -1, `${where} comes back: …${answer.slice(Math.max(0, at - 120), at + 40)}…`);
}

Deno.test("no value of any attribute comes back that is not what the attribute is for", async () => {
  for (const keyword of Object.keys(ATTRIBUTES) as Keyword[]) {
    for (const value of VALUES) {
      const [, vr] = ATTRIBUTES[keyword];
      const json = { ...slice!.attributes, [keyword]: vr === "SQ" ? [{ Rows: value }] : value };
      isMissing(await replies(JSON.stringify(json)), `${keyword} in JSON`);
      if (vr === "SQ") continue;
      const { [keyword]: _, ...others } = slice!.attributes;
      const object = writeDicom({ ...others, [ATTRIBUTES[keyword][0]]: { vr: "LO", value } });
      isMissing(await replies(object.slice()), `${keyword} in bytes`);
    }
  }
});

Deno.test("of a header that is to be checked nothing comes back but its geometry, and itself corrected", async () => {
  const lines = [
    "NRRD0004",
    `# ${MARKER}`,
    "type: short",
    "dimension: 3",
    "space: left-posterior-superior",
    "sizes: 4 3 1",
    "space directions: (1,0,0) (0,1,0) (0,0,-1)",
    "space origin: (0,0,0)",
    "encoding: raw",
    "endian: little",
    `content: ${MARKER}`,
    `labels: "${MARKER}" "" ""`,
    `Patient:=${MARKER}`,
  ];
  // As it is, and with a value that cannot be read in every line.
  const headers = [
    lines,
    ...lines.map((line, k) => {
      const [name] = line.split(":");
      return lines.with(k, k === 0 ? `NRRD000${MARKER}` : `${name}: ${MARKER}`);
    }),
  ].map((header) => header.join("\n") + "\n\n");
  let wrong = 0;
  for (const header of headers) {
    for (const format of ["text", "json"]) {
      const body = new FormData();
      body.append("file", new Blob([slice!.bytes.slice()]), "a.dcm");
      body.append("header", header);
      const request = { method: "POST", body };
      const response = await app.request(`/v1/check?format=${format}`, request);
      const text = await response.text();
      ok(response.status < 500, text);
      if (response.status !== 200) wrong++;
      const said = format === "json" ? withoutCorrection(text) : response.ok ? "" : text;
      isMissing(said + JSON.stringify([...response.headers]), header);
    }
  }
  ok(wrong > 0 && wrong < 2 * headers.length, `${wrong} refused`);
});
