// deno-lint-ignore-file no-console
/**
 * `deno task bench`: what a header costs, as ratios to what other programs take for the same bytes.
 * About three minutes. With `DCM2NHDR_PYTHON` set to an interpreter, programs in Python as well;
 * with `DCM2NHDR_RUNTIMES` set to a folder in which npm has installed it, @itk-wasm/dicom.
 *
 * @module
 */

import { HeaderCollector } from "../lib/dicom/collector.ts";
import type { DicomObject } from "../lib/dicom/dataset.ts";
import { MemoizedDataset } from "../lib/dicom/memoized_dataset.ts";
import { HeaderError } from "../lib/errors.ts";
import { readFrames } from "../lib/frames/mod.ts";
import { DEFAULT_OPTIONS } from "../lib/options/types.ts";
import { makeReply } from "../lib/reply.ts";
import { describeVolumes } from "../lib/volumes/mod.ts";
import { createApp } from "../routes/app.ts";
import { corpusFiles, corpusSets } from "../tests/support/corpus.ts";
import { makeEnhanced } from "../tests/support/enhanced.ts";
import { coldStarts } from "./cold_start.ts";
import { notTimed, timeOthers } from "./other_programs.ts";
import { type Bytes, withDaikon, withDcmjs, withDicomParser } from "./parsers.ts";
import { bodiesOf, type Body, post, readOnly } from "./requests.ts";
import { clinicalSeries, type Header } from "./series.ts";
import { Table } from "./table.ts";
import { medianOf, timeAll, type Timing } from "./timing.ts";

const app = createApp();
const table = new Table();

/** Reads headers as a request does, without the request. */
function collect(files: readonly Bytes[]): DicomObject[] {
  return files.flatMap(({ bytes }, given) => {
    const collector = new HeaderCollector();
    collector.push(bytes);
    try {
      return [{ given, ...collector.finish() }];
    } catch (error) {
      if (error instanceof HeaderError) return [];
      throw error;
    }
  });
}

async function reading(): Promise<void> {
  const headers = clinicalSeries(140);
  const found = await timeAll({
    dicomParser: () => withDicomParser(headers),
    own: () => collect(headers),
    daikon: () => withDaikon(headers),
    dcmjs: () => withDcmjs(headers),
  }, 10);
  const { dicomParser, own, daikon, dcmjs } = found;
  const bytes = headers[0]!.bytes.length;
  table.section(`Reading headers, 140 of ${bytes} bytes`, "× dicom-parser");
  table.row("dicom-parser", dicomParser.median, 140, 1);
  table.row("dcm2nhdr", own.median, 140, own.ratioTo(dicomParser));
  table.row("daikon", daikon.median, 140, daikon.ratioTo(dicomParser));
  table.row("dcmjs", dcmjs.median, 140, dcmjs.ratioTo(dicomParser));
}

/**
 * Requests in every form. Each form by itself: what another one leaves in memory, the collector has
 * to walk through.
 */
async function requests(count: number, seconds: number): Promise<void> {
  const bodies = () => bodiesOf(clinicalSeries(count));
  await bytesRequests(clinicalSeries(count), await bodies(), seconds / 3);
  await parts(clinicalSeries(count), (await bodies()).tar, seconds / 3);
  await jsonRequests(count, (await bodies()).json, seconds / 3);
}

async function bytesRequests(
  headers: readonly Header[],
  { tar, multipart }: { readonly tar: Body; readonly multipart: Body },
  seconds: number,
): Promise<void> {
  const found = await timeAll({
    dicomParser: () => withDicomParser(headers),
    readOnly: () => post(readOnly, tar),
    tar: () => post(app.fetch, tar),
    multipart: () => post(app.fetch, multipart),
  }, seconds);
  table.section(`A request of ${headers.length} headers, bytes`, "× dicom-parser");
  const row = rowOf(headers.length, found.dicomParser);
  row("dicom-parser alone", found.dicomParser);
  row("a handler that only reads the body", found.readOnly);
  row("tar", found.tar, 2);
  row("multipart", found.multipart, 2);
}

async function parts(headers: readonly Header[], tar: Body, seconds: number): Promise<void> {
  const objects = collect(headers);
  const { frames } = readFrames(objects);
  // What is asked of them is decoded once, in the rounds that are not counted.
  const { frames: decoded } = readFrames(
    objects.map((object) => ({ ...object, dataset: new MemoizedDataset(object.dataset) })),
  );
  const found = await timeAll({
    tar: () => post(app.fetch, tar),
    readOnly: () => post(readOnly, tar),
    reading: () => collect(headers),
    reply: () => makeReply(readFrames(objects), DEFAULT_OPTIONS),
    withValues: () => describeVolumes(frames, DEFAULT_OPTIONS),
    geometry: () => describeVolumes(decoded, DEFAULT_OPTIONS),
  }, seconds);
  table.section(`Parts of a request of ${headers.length} headers, tar`, "part of all");
  const row = rowOf(headers.length, found.tar);
  row("a handler that only reads the body", found.readOnly);
  row("reading headers", found.reading);
  row("values, geometry, reply", found.reply);
  row("of these: geometry and the values that it asks for", found.withValues);
  row("of these: geometry", found.geometry, 0.05);
}

async function jsonRequests(count: number, json: Body, seconds: number): Promise<void> {
  const text = new TextDecoder().decode(json.bytes);
  const found = await timeAll({
    jsonParse: () => JSON.parse(text),
    json: () => post(app.fetch, json),
  }, seconds);
  table.section(`A request of ${count} headers, DICOM JSON`, "× JSON.parse");
  const row = rowOf(count, found.jsonParse);
  row("JSON.parse alone", found.jsonParse);
  row("JSON", found.json, 1.5);
}

/** So few headers cost less than the request around them, so that no ratio is aimed at. */
const FEW = 10;

/** Adds rows to the last section, with ratios to one timing. */
function rowOf(count: number, to: Timing): (name: string, timing: Timing, limit?: number) => void {
  return (name, timing, limit) =>
    table.row(name, timing.median, count, timing.ratioTo(to), count > FEW ? limit : undefined);
}

/** One object of 5000 frames with a hundred elements each that nobody reads. */
async function enhanced(): Promise<void> {
  const others = Object.fromEntries(Array.from({ length: 100 }, (_, k) => [
    (0x00189a00 + k).toString(16).padStart(8, "0").toUpperCase(),
    { vr: "DS", value: "1.5" },
  ]));
  const { bytes } = makeEnhanced({
    positions: Array.from({ length: 5000 }, (_, k) => [0, 0, k]),
    groups: "per-frame",
    frame: () => ({ "00189006": { vr: "SQ", value: [others] } }),
    pixelBytes: 0,
  });
  const body = { bytes: new Uint8Array(bytes), type: "application/dicom" };
  const { dicomParser, request } = await timeAll({
    dicomParser: () => withDicomParser([body]),
    request: () => post(app.fetch, body),
  }, 6);
  const mebibytes = (bytes.length / 2 ** 20).toFixed(1);
  table.section(`One enhanced object, 5000 frames, ${mebibytes} MiB`, "× dicom-parser");
  table.row("dicom-parser alone", dicomParser.median, 5000, 1);
  table.row("request", request.median, 5000, request.ratioTo(dicomParser), 2);
}

/** Real headers of every kind: reading alone, since not all of them make volumes. */
async function corpus(): Promise<void> {
  const files = (await Promise.all(corpusSets().map(({ id }) => corpusFiles(id)))).flat();
  if (files.length === 0) return;
  const { dicomParser, own } = await timeAll({
    dicomParser: () => withDicomParser(files),
    own: () => collect(files),
  }, 8);
  const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0) / files.length;
  table.section(
    `Reading the corpus, ${files.length} headers of ${bytes.toFixed(0)} bytes`,
    "× dicom-parser",
  );
  table.row("dicom-parser", dicomParser.median, files.length, 1);
  table.row("dcm2nhdr", own.median, files.length, own.ratioTo(dicomParser));
}

/** Whole ways from 140 files to geometry, against a request of their headers, in turn. */
async function otherPrograms(): Promise<void> {
  const headers = clinicalSeries(140);
  const files = clinicalSeries(140, "few");
  const { tar } = await bodiesOf(headers);
  const own: number[] = [];
  const theirs = new Map<string, number[]>();
  for (let round = 0; round < 3; round++) {
    const { request } = await timeAll({ request: () => post(app.fetch, tar) }, 2);
    own.push(request.median);
    const { dcmjs } = await timeAll({ dcmjs: () => withDcmjs(headers) }, 2);
    const times = { "dcmjs, reading alone": dcmjs.median, ...await timeOthers(files, 3) };
    for (const [name, milliseconds] of Object.entries(times)) {
      theirs.set(name, [...theirs.get(name) ?? [], milliseconds]);
    }
  }
  table.section("From 140 files to geometry", "× a request");
  table.row("dcm2nhdr, a request (tar)", medianOf(own), 140, 1);
  for (const [name, times] of theirs) {
    const ratios = times.map((milliseconds, round) => milliseconds / own[round]!);
    table.row(name, medianOf(times), 140, medianOf(ratios));
  }
}

async function coldStart(): Promise<void> {
  const found = await coldStarts(await bodiesOf(clinicalSeries(20)), 24);
  for (const [form, timings] of Object.entries(found)) {
    table.section(`From the start of the process to the first answer, ${form}`, "× an empty app");
    const empty = timings["an empty Hono app"];
    for (const [name, timing] of Object.entries(timings)) {
      const limit = name === "/health" && form === "bundled" ? 1.3 : undefined;
      table.row(name, timing.median, 1, timing.ratioTo(empty), limit);
    }
  }
}

await reading();
await enhanced();
await requests(FEW, 5);
await requests(140, 15);
await requests(1000, 20);
await requests(5000, 25);
await corpus();
await otherPrograms();
await coldStart();
console.log(String(table));
for (const name of notTimed()) console.log(`\n${name} is not set: some programs were not timed`);
