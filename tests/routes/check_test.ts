/** `POST /v1/check`, in every form that a header and a series can be sent. */

import { deepEqual, equal, match, ok } from "../assert.ts";
import { type HeaderGeometry, headerOf } from "../support/corruptions.ts";
import { createApp } from "./checked_app.ts";
import { dictionaries, form, gzip, series, tar, zip } from "./support.ts";

const app = createApp();

/** The series of these tests, by hand; its slices lie 2.5 mm apart. */
const RIGHT: HeaderGeometry = {
  space: "left-posterior-superior",
  directions: [[0.75, 0, 0], [0, 0.5, 0], [0, 0, 2.5]],
  origin: [-10, -20, -30],
  sizes: [7, 5, 4],
};
const right = headerOf(RIGHT);
/** Slices upside down. */
const wrong = right.replace("(0,0,2.5)", "(0,0,-2.5)");

// deno-lint-ignore no-explicit-any
type Reply = any;

async function post(
  body: BodyInit,
  { query = "", headers = {} }: { query?: string; headers?: Record<string, string> } = {},
): Promise<{ response: Response; reply: Reply }> {
  const response = await app.request(`/v1/check${query}`, { method: "POST", body, headers });
  const text = await response.clone().text();
  const json = response.headers.get("Content-Type")?.includes("json");
  return { response, reply: json ? JSON.parse(text) : text };
}

const codes = (reply: Reply): string[] => reply.diagnoses.map(({ code }: { code: string }) => code);

const json = (value: unknown) => ({
  body: JSON.stringify(value),
  options: { headers: { "Content-Type": "application/json" } },
});

Deno.test("a header as a form field, and the files beside it", async () => {
  const { response, reply } = await post(form(series, { header: wrong }));
  equal(response.status, 200);
  equal(response.headers.get("Content-Type"), "application/json");
  equal(response.headers.get("Cache-Control"), "no-store");
  equal(response.headers.get("Vary"), "Accept, Accept-Encoding");
  match(response.headers.get("Server-Timing")!, /^read;dur=[\d.]+, check;dur=[\d.]+$/);
  deepEqual([reply.status, codes(reply)], ["wrong", ["slice-axis-reversed"]]);
  // Three steps of 2.5 mm up instead of down.
  deepEqual([reply.error, reply.slices, reply.worst.index], [15, 4, 3]);
  equal(reply.worst.file, series[3]!.name);
  equal(reply.right.header, right);
  deepEqual(reply.right.changed, ["space directions"]);
});

Deno.test("a header as a file: named, known by its first bytes, with data behind, in an archive", async () => {
  const data = new Uint8Array(100_000).fill(7);
  const file = (name: string, field: string, content: BlobPart[]) => {
    const body = form();
    body.append(field, new Blob(content), name);
    return body;
  };
  const text = new TextEncoder().encode(wrong);
  const archived = { name: "mine/mask.nrrd", bytes: new Uint8Array([...text, ...data]) };
  const bodies: [string, BodyInit][] = [
    ["the field header", file("anything", "header", [wrong])],
    ["any field", file("mask.nrrd", "file", [wrong, data])],
    ["a detached one", file("mask.nhdr", "file", [wrong.trimEnd() + "\ndata file: mask.raw\n"])],
    ["tar", tar([archived, ...series])],
    ["zip", zip([...series, archived])],
    ["compressed tar", await gzip(tar([archived, ...series]))],
  ];
  for (const [name, body] of bodies) {
    const { reply } = await post(body);
    deepEqual(codes(reply), ["slice-axis-reversed"], name);
    deepEqual(reply.skipped, [], name);
    ok(reply.right.header.startsWith(right.trimEnd()), name);
  }
});

Deno.test("a header in JSON: as text, as bare numbers, as pynrrd's dictionary", async () => {
  const { directions: spaceDirections, origin: spaceOrigin, sizes, space } = RIGHT;
  const down = [spaceDirections[0], spaceDirections[1], [0, 0, -2.5]];
  const bodies: unknown[] = [
    { header: wrong, instances: dictionaries },
    { spaceDirections: down, spaceOrigin, instances: dictionaries },
    { spaceDirections: down, spaceOrigin, sizes, space: "LPS", instances: dictionaries },
    {
      header: {
        "space directions": down,
        "space origin": spaceOrigin,
        space,
        sizes,
        type: "short",
      },
      instances: dictionaries,
    },
  ];
  for (const value of bodies) {
    const { body, options } = json(value);
    const { reply } = await post(body, options);
    deepEqual(codes(reply), ["slice-axis-reversed"], body.slice(0, 60));
    deepEqual(reply.right.spaceDirections, spaceDirections);
    match(reply.right.header, /^NRRD000\d\n(.*\n)+\n$/);
  }
});

Deno.test("bare numbers as form fields, their space as an option", async () => {
  const fields = {
    spaceDirections: "[[-0.75,0,0],[0,-0.5,0],[0,0,2.5]]",
    spaceOrigin: "[10,20,-30]",
  };
  deepEqual((await post(form(series, { ...fields, space: "RAS" }))).reply.status, "ok");
  const { reply } = await post(form(series, fields));
  deepEqual(codes(reply), ["space-confused"]);
  const beside = form();
  const part = JSON.stringify({ spaceDirections: RIGHT.directions, spaceOrigin: RIGHT.origin });
  beside.append("geometry", new Blob([part], { type: "application/json" }), "geometry.json");
  deepEqual((await post(beside)).reply.status, "ok");
});

Deno.test("order, volume and format are options as for a header", async () => {
  const reversed = form([...series].reverse(), { header: right });
  const sorted = await post(reversed);
  deepEqual([sorted.reply.status, sorted.reply.order], ["ok", "position"]);
  const given = await post(form([...series].reverse(), { header: right, order: "given" }));
  deepEqual(codes(given.reply), ["slice-axis-reversed", "origin-of-other-slice"]);
  equal(
    (await post(form(series, { header: right }), { query: "?volume=1" })).reply.code,
    "no-such-volume",
  );
});

Deno.test("text on request", async () => {
  for (const options of [{ query: "?format=text" }, { headers: { Accept: "text/plain" } }]) {
    const { response, reply } = await post(form(series, { header: wrong }), options);
    equal(response.headers.get("Content-Type"), "text/plain; charset=utf-8");
    match(reply, /^The header is wrong: its corners are up to 15 mm off\.\n/);
    match(reply, /^- slice-axis-reversed: /m);
    ok(reply.endsWith(right));
  }
  const fine = await post(form(series, { header: right }), { query: "?format=text" });
  match(fine.reply, /^The header is right: its corners are up to 0 mm off\.\n/);
});

Deno.test("a header of what the caller places, by the same options as when it was made", async () => {
  const scan = { SOPClassUID: "1.2.840.10008.5.1.4.1.1.6.1", Rows: 5, Columns: 7 };
  const single = headerOf({ ...RIGHT, sizes: [7, 5, 1] });
  const plane = { orientation: "axial", position: [-10, -20, -30], spacing: [0.5, 0.75] };
  const body = json({ instances: [scan], header: single, options: { plane, step: 2.5 } });
  deepEqual((await post(body.body, body.options)).reply.status, "ok");
  const query = `?step=2.5&plane=${encodeURIComponent(JSON.stringify(plane))}`;
  const bare = json({ instances: [scan], header: single });
  const options = { ...bare.options, query };
  deepEqual((await post(bare.body, options)).reply.status, "ok");
  const unstated = await post(bare.body, bare.options);
  deepEqual([unstated.response.status, unstated.reply.code], [422, "no-geometry"]);
});

Deno.test("what cannot be checked is a problem with a code", async () => {
  const cases: [string, number, BodyInit, string?][] = [
    ["bad-header", 400, form(series)],
    ["bad-header", 400, form(series, { header: "SECRET" })],
    ["bad-header", 400, form(series, { header: right.replace("(0,0,2.5)", "(0,0,SECRET)") })],
    ["bad-header", 400, form(series, { header: right, Header: right })],
    ["bad-header", 400, form(series, { spaceDirections: "SECRET", spaceOrigin: "[0,0,0]" })],
    ["bad-header", 400, form(series, { spaceDirections: "[[1,0,0]]", spaceOrigin: "[0,0,0]" })],
    ["empty-request", 400, form([], { header: right })],
    ["bad-option", 400, form(series, { header: right }), "?format=zip"],
    ["bad-option", 400, form(series, { header: right, oder: "given" })],
    ["missing-slices", 422, form(series.filter((_, n) => n !== 1), { header: right })],
  ];
  for (const [code, status, body, query = ""] of cases) {
    const { response, reply } = await post(body, { query });
    deepEqual([reply.code, response.status], [code, status], JSON.stringify(reply));
    equal(response.headers.get("Content-Type"), "application/problem+json");
    ok(!JSON.stringify(reply).includes("SECRET"));
  }
  const accept = await post(form(), { headers: { Accept: "application/zip" } });
  equal(accept.response.status, 406);
  const get = await app.request("/v1/check");
  deepEqual([get.status, get.headers.get("Allow")], [405, "POST, OPTIONS"]);
});

Deno.test("a header of endless length is cut off", async () => {
  const small = createApp({ limits: { headerBytes: 5000 } });
  const long = right.replace("endian", `# ${"x".repeat(6000)}\nendian`);
  const body = form([], { header: long });
  const response = await small.request("/v1/check", { method: "POST", body });
  deepEqual([response.status, (await response.json()).code], [413, "limit-exceeded"]);
});

Deno.test("among files for a header, a NRRD header takes no part", async () => {
  const body = form();
  body.append("file", new Blob([right]), "mask.nrrd");
  const response = await app.request("/v1/header?format=json", { method: "POST", body });
  const { skipped } = await response.json();
  deepEqual([skipped[0].reason, skipped[0].file], ["not-dicom", "mask.nrrd"]);
});
