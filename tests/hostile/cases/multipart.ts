/**
 * Forms of very many parts, of long heads, and of edges that almost are some.
 *
 * @module
 */

import { bareSlice } from "../datasets.ts";
import { type Cases, formed, type Hostile, joined, repeated, typed, whole } from "../request.ts";

const MEBIBYTE = 2 ** 20;
const FORM = "multipart/form-data";
const RELATED = 'multipart/related; type="application/dicom"';

function multipart(type: string, boundary: string, body: Uint8Array): Hostile {
  return typed(`${type}; boundary="${boundary}"`, joined(body, `\r\n--${boundary}--\r\n`));
}

/** By name. */
export const MULTIPART: Cases = {
  "parts-tiny": [130_000, (count, random) => {
    const head = random.of([
      "",
      'Content-Disposition: form-data; name="f"; filename="x"\r\n',
      'Content-Disposition: form-data; name="f"; filename="x.dcm"\r\n',
      "Content-Type: application/dicom\r\n",
      "Content-Type: application/json\r\n",
      "x\r\n",
    ]);
    const part = `\r\n--b\r\n${head}\r\n${random.of(["", "x"])}`;
    const times = Math.floor(count * 30 / part.length);
    return multipart(random.of([FORM, RELATED]), "b", repeated(part, times));
  }, 8],
  "parts-without-end": [500_000, (count, random) => {
    const piece = random.of(["\r\n--b\r\n", "--b", "\r\n--b", "--b\r\n"]);
    return multipart(FORM, "b", repeated(piece, Math.floor(count * 8 / piece.length)));
  }, 8],
  "part-heads-long": [250, (count, random) => {
    const line = random.of([
      "x: y\r\n",
      ":",
      "a",
      'Content-Disposition: form-data; name="',
      '\\"',
      ";;",
    ]);
    const head = line.repeat(Math.floor(whole(random, 15_000, 16_300) / line.length));
    return multipart(FORM, "b", repeated(`\r\n--b\r\n${head}\r\n\r\nx`, count));
  }, 8],
  "part-head-without-end": [3.9 * MEBIBYTE, (count, random) => {
    const piece = random.of(["x", "x: y\r\n", "\r", "\n", " ", '"']);
    return multipart(
      FORM,
      "b",
      joined("--b\r\n", repeated(piece, Math.floor(count / piece.length))),
    );
  }, 8],
  "part-names-long": [250, (count, random) => {
    const name = random.of(["%22", "\\\\", "ä", "x", '\\"', "%", "../"]).repeat(5000).slice(
      0,
      15_000,
    );
    const field = random.of(["name", "filename", "filename*=UTF-8''x; filename"]);
    const head = `Content-Disposition: form-data; name="f"; ${field}="${name}"`;
    return multipart(FORM, "b", repeated(`\r\n--b\r\n${head}\r\n\r\nx`, count));
  }, 8],
  "edges-almost": [3.9 * MEBIBYTE, (count, random) => {
    const letter = random.of(["b", "-", "--b", "ab"]);
    const boundary = letter.repeat(70).slice(0, whole(random, 40, 70));
    const almost = random.of([
      `\r\n--${boundary.slice(0, -1)}`,
      `\r\n--${boundary.slice(0, -1)}x`,
      "\r\n-",
      "\r",
      "\r\n",
      letter,
      `\r\n--${boundary}x`,
    ]);
    const head = `--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`;
    return multipart(
      random.of([FORM, RELATED]),
      boundary,
      joined(head, repeated(almost, Math.floor(count / almost.length))),
    );
  }, 8],
  "before-the-first-edge": [3.9 * MEBIBYTE, (count, random) => {
    const piece = random.of(["\r\n", "--", "-", "x", "\r\n--"]);
    return multipart(FORM, "b".repeat(70), repeated(piece, Math.floor(count / piece.length)));
  }, 8],
  "form-fields": [55_000, (count, random) => {
    const name = random.of(["order", "x", "header", "segments", "sizes"]);
    return formed(
      Array.from({ length: count }, () => ({ name, content: random.of(["x", "", "given"]) })),
    );
  }, 6],
  "form-fields-long": [16, (count, random) => {
    const name = random.of(["segments", "header", "array", "axis4", "ordre", "npy", "data"]);
    const content = random.of(["x", '"', "[", "{}", "1,", ";", "ä"]).repeat(250_000).slice(
      0,
      240_000,
    );
    return formed([
      { name: "f", file: "x.json", content: JSON.stringify(bareSlice(0)) },
      ...Array.from({ length: count }, () => ({ name, content })),
    ]);
  }, 6],
};
