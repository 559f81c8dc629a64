/**
 * Whole requests, from the body to the reply, over fetch without a network: against dicom-parser
 * alone on the same bytes, and against JSON.parse alone on the same text.
 *
 * @module
 */

import { app, appOf } from "../own.ts";
import { withDicomParser } from "../parsers.ts";
import { type Body, jsonOf, multipartOf, post, type Sent, tarOf } from "../requests.ts";
import { clinicalSeries } from "../series.ts";
import { type Aim, count, figure, type Table } from "../table.ts";
import { type Job, timeAll } from "../timing.ts";
import { seconds, type Settings } from "./section.ts";

/** How many headers, for how many seconds, and what their requests may take at most. */
interface Size {
  readonly headers: number;
  readonly seconds: number;
  readonly tar?: number;
  readonly multipart?: number;
  readonly json?: number;
}

const SIZES: readonly Size[] = [
  { headers: 10, seconds: 4, tar: 0.8 },
  { headers: 140, seconds: 6, tar: 0.4, multipart: 0.5, json: 0.6 },
  { headers: 1000, seconds: 8, tar: 0.4, multipart: 0.5, json: 0.6 },
  { headers: 5000, seconds: 12, tar: 0.4, multipart: 0.5, json: 0.6 },
];

const LARGE: readonly Size[] = [
  { headers: 10_000, seconds: 20, tar: 0.4, multipart: 0.5 },
  { headers: 20_000, seconds: 30, tar: 0.5 },
];

/** More do not fit into the 64 MiB of JSON that a request may have. */
const MOST_JSON = 5000;

/** Requests of as many headers as a series has. */
export async function requests(settings: Settings): Promise<readonly Table[]> {
  return [await tableOf("Requests", SIZES, settings)];
}

/** Requests of as many headers as one may have. */
export async function large(settings: Settings): Promise<readonly Table[]> {
  return [await tableOf("Large requests", LARGE, settings)];
}

async function tableOf(
  caption: string,
  sizes: readonly Size[],
  settings: Settings,
): Promise<Table> {
  const other = settings.against === undefined ? undefined : await appOf(settings.against);
  const rows: string[][] = [];
  for (const size of sizes) {
    const bytes = await bytesRequests(size, settings, other);
    const json = size.headers > MOST_JSON
      ? undefined
      : await jsonRequests(jsonOf(clinicalSeries(size.headers)), size, settings, other);
    rows.push([
      count(size.headers),
      figure(bytes.tar, 2, aim(size.tar)),
      figure(bytes.multipart, 2, aim(size.multipart)),
      json === undefined ? "" : figure(json.ratio, 2, aim(size.json)),
      figure(bytes.each, 1),
      json === undefined ? "" : figure(json.each, 1),
      ...(other === undefined ? [] : [figure(bytes.before, 2), json ? figure(json.before, 2) : ""]),
    ]);
  }
  return {
    caption,
    head: [
      "headers",
      "tar, × dicom-parser",
      "multipart, × dicom-parser",
      "DICOM JSON, × JSON.parse",
      "tar, µs a header",
      "DICOM JSON, µs a header",
      ...(other === undefined ? [] : ["tar, × before", "JSON, × before"]),
    ],
    rows,
  };
}

function aim(atMost: number | undefined): Aim | undefined {
  return atMost === undefined ? undefined : { atMost };
}

type Other = { fetch(request: Request): Promise<Response> } | undefined;

/** Each form by itself: what another one leaves in memory, the collector has to walk through. */
async function bytesRequests(size: Size, s: Settings, other: Other) {
  // Without what JSON is made of, which the collector would have to walk through, too.
  const headers = clinicalSeries(size.headers).map(({ name, bytes }): Sent => ({ name, bytes }));
  const [tar, multipart] = [tarOf(headers), await multipartOf(headers)];
  const found = await timeAll<"dicomParser" | "tar" | "multipart" | "before">({
    dicomParser: () => withDicomParser(headers),
    tar: () => post(app.fetch, tar),
    multipart: () => post(app.fetch, multipart),
    before: jobOf(other, tar),
  }, seconds(size.seconds, s));
  return {
    tar: found.tar.ratioTo(found.dicomParser),
    multipart: found.multipart.ratioTo(found.dicomParser),
    before: found.tar.ratioTo(found.before),
    each: 1000 * found.tar.median / headers.length,
  };
}

async function jsonRequests(json: Body, size: Size, s: Settings, other: Other) {
  const text = new TextDecoder().decode(json.bytes);
  const found = await timeAll<"jsonParse" | "json" | "before">({
    jsonParse: () => JSON.parse(text),
    json: () => post(app.fetch, json),
    before: jobOf(other, json),
  }, seconds(size.seconds / 2, s));
  return {
    ratio: found.json.ratioTo(found.jsonParse),
    before: found.json.ratioTo(found.before),
    each: 1000 * found.json.median / size.headers,
  };
}

function jobOf(other: Other, body: Body): Job {
  return other === undefined ? () => {} : () => post(other.fetch, body);
}
