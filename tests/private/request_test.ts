/** What else is sent besides images: a header to be checked, options, HTTP's own fields. */

import { OPTION_NAMES } from "../../lib/options/table.ts";
import { createApp } from "../../routes/app.ts";
import { deepEqual, equal, ok } from "../assert.ts";
import { withoutCorrection } from "../fuzz/corrected.ts";
import { makeSeries } from "../support/series.ts";
import { OWN_FIELDS } from "./answers.ts";
import { PEOPLE, tracesOf } from "./poison.ts";

const [PERSON] = PEOPLE;
const MARKER = `${PERSON.name}^JANE ${PERSON.date}`;

const app = createApp();
const series = makeSeries({ count: 3, columns: 4, rows: 3 });

/** The series as a form, with what else is in it. */
function formOf(fields: Readonly<Record<string, string>> = {}): FormData {
  const form = new FormData();
  for (const [k, { bytes }] of series.entries()) {
    form.append("file", new Blob([bytes.slice()]), `${k}`);
  }
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
}

/** A response, which must not be a fault of the service, and its body and fields as one text. */
async function ask(
  path: string,
  init: RequestInit,
): Promise<{ ok: boolean; text: string; fields: string }> {
  const response = await app.request(path, init);
  const text = await response.text();
  ok(response.status < 500, text);
  const fields = [...response.headers].filter(([name]) => !OWN_FIELDS.has(name));
  return { ok: response.ok, text, fields: JSON.stringify(fields) };
}

function isUntold(answer: string, where: string): void {
  deepEqual(tracesOf(answer, PERSON), [], `${where}: ${answer}`);
}

const HEADER = [
  "NRRD0004",
  `# ${MARKER}`,
  "type: short",
  "dimension: 3",
  "space: left-posterior-superior",
  "sizes: 4 3 3",
  "space directions: (1,0,0) (0,1,0) (0,0,-1)",
  "space origin: (0,0,0)",
  "encoding: raw",
  "endian: little",
  `content: ${MARKER}`,
  `labels: "${MARKER}" "" ""`,
  `Patient:=${MARKER}`,
];

/** As it is; with a line that cannot be read, that comes twice, or whose name is the person's. */
const HEADERS: readonly string[] = [
  HEADER,
  ...HEADER.flatMap((line, k) => {
    const [name] = line.split(":");
    return [
      HEADER.with(k, k === 0 ? `NRRD000${MARKER}` : `${name}: ${MARKER}`),
      HEADER.with(k, `${line}${MARKER}`),
      HEADER.toSpliced(k + 1, 0, `${name}: ${MARKER}`),
    ];
  }),
  [...HEADER, `${MARKER}: 1`],
  [...HEADER, `${MARKER}:=1`, `${MARKER}:=2`],
  [...HEADER, MARKER],
  [...HEADER, "data file: LIST", `${MARKER}.dcm`],
].map((lines) => lines.join("\n") + "\n\n");

/** Behind these words a report has the caller's own header, with what is wrong put right. */
const CORRECTED = /^(The right header \(.*\)|The header, unchanged):$/m;

Deno.test("private: of a header that is checked only itself comes back, put right", async () => {
  let refused = 0;
  for (const header of HEADERS) {
    for (const format of ["json", "text"]) {
      const { ok, text, fields } = await ask(`/v1/check?format=${format}`, {
        method: "POST",
        body: formOf({ header }),
      });
      if (!ok) refused++;
      const said = ok && format === "text"
        ? text.slice(0, text.search(CORRECTED))
        : withoutCorrection(text);
      isUntold(said + fields, header);
    }
  }
  ok(refused > 0 && refused < HEADERS.length, `${refused} refused`);
});

Deno.test("private: bare numbers that are none do not come back", async () => {
  for (const member of ["spaceDirections", "spaceOrigin", "sizes", "space", "header"]) {
    for (const value of [MARKER, [MARKER], [[MARKER, 0, 0]], { [MARKER]: 1 }]) {
      const body = JSON.stringify({
        instances: [],
        spaceDirections: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
        spaceOrigin: [0, 0, 0],
        [member]: value,
      });
      const { text, fields } = await ask("/v1/check", { method: "POST", body });
      isUntold(text + fields, body);
    }
  }
});

Deno.test("private: of options that are refused nothing comes back but valid names and values", async () => {
  // A name of a file, which any text may be, is written into the header: that is what it is for.
  for (
    const name of [...OPTION_NAMES.filter((name) => name !== "data"), MARKER, `order ${MARKER}`]
  ) {
    const values = [MARKER, `{"${MARKER}": "${MARKER}"}`, `[{"value": "${MARKER}"}]`];
    for (const value of values) {
      const query = new URLSearchParams({ [name]: value });
      const requests: [string, RequestInit][] = [
        [`/v1/header?${query}`, { method: "POST", body: formOf() }],
        ["/v1/header", { method: "POST", body: formOf({ [name]: value }) }],
        ["/v1/header", {
          method: "POST",
          body: JSON.stringify({ instances: [], options: { [name]: value } }),
        }],
      ];
      for (const [path, init] of requests) {
        const { ok: isDone, text, fields } = await ask(path, init);
        ok(!isDone, `${name}=${value} is taken`);
        isUntold(text + fields, `${name}=${value}`);
      }
    }
  }
});

Deno.test("private: nothing of an address or of HTTP's own fields comes back", async () => {
  const token = PERSON.name;
  const body = formOf();
  const requests: [string, RequestInit][] = [
    ["/v1/header", { method: "POST", body: "x", headers: { "Content-Type": `text/${token}` } }],
    ["/v1/header", { method: "POST", body: "x", headers: { "Content-Encoding": token } }],
    ["/v1/header", {
      method: "POST",
      body: "x",
      headers: { "Content-Type": `multipart/form-data; boundary="${token}"` },
    }],
    ["/v1/header", { method: "POST", body, headers: { Accept: `${token}/*` } }],
    ["/v1/header", {
      method: "POST",
      body,
      // Not of the form in which a caller may name a request.
      headers: { "X-Request-Id": `^${token}`, Origin: `http://${token}` },
    }],
    ["/v1/header", { method: "PUT", body: "x" }],
    [`/${token}`, { method: "GET" }],
    [`/problems/${token}`, { method: "GET" }],
    [`/v1/header/${token}`, { method: "POST", body: "x" }],
  ];
  for (const [path, init] of requests) {
    const { text, fields } = await ask(path, init);
    isUntold(text + fields, `${path} ${JSON.stringify(init.headers)}`);
  }
});

Deno.test("private: the name that a caller gives a request comes back in its field alone", async () => {
  const sent = { "X-Request-Id": PERSON.name };
  for (const body of [formOf(), "x"]) {
    const response = await app.request("/v1/header", { method: "POST", body, headers: sent });
    equal(response.headers.get("X-Request-Id"), PERSON.name);
    response.headers.delete("X-Request-Id");
    isUntold(await response.text() + JSON.stringify([...response.headers]), "X-Request-Id");
  }
});
