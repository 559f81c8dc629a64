/** `POST /v1/check` with headers of other formats than NRRD, in every way that they can be sent. */

import { deepEqual, equal, match, ok } from "../assert.ts";
import {
  affineOf,
  type Grid,
  itkOf,
  metaImageHeader,
  niftiHeader,
  rasOf,
} from "../support/header_forms.ts";
import { Random } from "../support/random.ts";
import { createApp } from "./checked_app.ts";
import { dictionaries, form, gzip, series, tar } from "./support.ts";

const app = createApp();

/** The series of these tests, by hand; its slices lie 2.5 mm apart. */
const RIGHT: Grid = {
  directions: [[0.75, 0, 0], [0, 0.5, 0], [0, 0, 2.5]],
  origin: [-10, -20, -30],
  sizes: [7, 5, 4],
};
const WRONG: Grid = { ...RIGHT, directions: [[0.75, 0, 0], [0, 0.5, 0], [0, 0, -2.5]] };

// deno-lint-ignore no-explicit-any
type Reply = any;

async function post(body: BodyInit, query = "", type?: string): Promise<Reply> {
  const headers = type === undefined ? undefined : { "Content-Type": type };
  const response = await app.request(`/v1/check${query}`, {
    method: "POST",
    body,
    ...(headers ? { headers } : {}),
  });
  const text = await response.text();
  return response.headers.get("Content-Type")?.includes("json") ? JSON.parse(text) : text;
}

const postJson = (value: unknown) => post(JSON.stringify(value), "", "application/json");
const codes = (reply: Reply): string[] =>
  reply.diagnoses?.map(({ code }: { code: string }) => code) ?? [reply.code, reply.detail];
const base64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes));

function withFile(field: string, name: string, bytes: Uint8Array<ArrayBuffer>): FormData {
  const body = form();
  body.append(field, new Blob([bytes]), name);
  return body;
}

async function packedOf(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await (await gzip(bytes)).arrayBuffer());
}

/** A mask of 40 MB of zeros behind a header. */
function mask(header: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(40 * 2 ** 20);
  bytes.set(header);
  return bytes;
}

Deno.test("NIfTI: as a file of any field, compressed, cut off, in an archive, in base64", async () => {
  for (const version of [1, 2] as const) {
    const head = niftiHeader(rasOf(WRONG), { version });
    const whole = mask(head);
    const packed = await packedOf(whole);
    // What noise behind the header deflates to is longer than the header.
    const noisy = new Random(version).bytes(4000);
    noisy.set(head);
    const cut = (await packedOf(noisy)).slice(0, 2000);
    const ways: [string, BodyInit][] = [
      ["a file", withFile("file", "mask.nii", head)],
      ["the field header", withFile("header", "mask.nii", head)],
      ["whole", withFile("file", "mask.nii", whole.slice(0, 100_000))],
      ["whole and compressed", withFile("file", "mask.nii.gz", packed)],
      ["whole and compressed, field header", withFile("header", "mask.nii.gz", packed)],
      ["cut off", withFile("file", "mask.nii.gz", cut)],
      ["cut off, field header", withFile("header", "mask.nii.gz", cut)],
      ["without its flags", withFile("file", "mask.hdr", head.slice(0, version === 1 ? 348 : 540))],
      ["tar", tar([{ name: "mask.nii", bytes: head }, ...series])],
      ["base64 in a form", form(series, { header: base64(head) })],
      ["compressed base64 in a form", form(series, { header: base64(cut) })],
    ];
    for (const [name, body] of ways) {
      const reply = await post(body);
      deepEqual([name, ...codes(reply)], [name, "slice-axis-reversed"]);
      deepEqual([reply.read.form, reply.skipped], [version === 1 ? "nifti" : "nifti2", []], name);
    }
    const reply = await postJson({ header: base64(head), instances: dictionaries });
    deepEqual(codes(reply), ["slice-axis-reversed"]);
    const again = await postJson({ header: reply.right.own.base64, instances: dictionaries });
    deepEqual([again.status, codes(again)], ["ok", []]);
  }
});

Deno.test("MetaImage: as a file, in a field, in JSON", async () => {
  const text = metaImageHeader(WRONG);
  const bytes = new TextEncoder().encode(`${text}\0\x01 voxels`);
  for (
    const body of [
      withFile("file", "mask.mha", bytes),
      withFile("header", "mask.mha", bytes),
      form(series, { header: text }),
    ]
  ) {
    const reply = await post(body);
    deepEqual([reply.read.form, codes(reply)], ["metaimage", ["slice-axis-reversed"]]);
  }
  const reply = await postJson({ header: text, instances: dictionaries });
  const lines: string[] = reply.right.own.text.split("\n");
  const was = text.split("\n");
  deepEqual(lines.filter((line) => !was.includes(line)), [
    "TransformMatrix = 1 0 0 0 1 0 0 0 1",
  ]);
  deepEqual(was.filter((line) => !lines.includes(line)), [
    "TransformMatrix = 1 0 0 0 1 0 0 0 -1",
    // It would say something else than the matrix.
    "AnatomicalOrientation = RAI",
  ]);
  deepEqual(
    (await postJson({ header: reply.right.own.text, instances: dictionaries })).status,
    "ok",
  );
});

Deno.test("affines and SimpleITK's numbers: in JSON, as fields, in the query", async () => {
  const ras = affineOf(rasOf(RIGHT));
  const lps = affineOf(RIGHT).slice(0, 3);
  const itk = itkOf(RIGHT);
  const direction = Object.fromEntries(itk.direction.map((value, n) => [n, value]));
  const bodies: Record<string, unknown>[] = [
    { affine: ras },
    { affine: ras.flat(), shape: RIGHT.sizes },
    { affine: ras, space: "RAS", sizes: RIGHT.sizes },
    { affine: lps, space: "LPS" },
    { ...itk },
    { ...itk, size: RIGHT.sizes },
    // ITK-wasm, with a Float64Array that JSON made an object.
    { header: { imageType: { dimension: 3 }, name: "x", ...itk, direction, size: RIGHT.sizes } },
  ];
  for (const body of bodies) {
    const reply = await postJson({ ...body, instances: dictionaries });
    deepEqual([reply.status, codes(reply)], ["ok", []], JSON.stringify(body));
  }
  const fields = { affine: JSON.stringify(lps) };
  equal((await post(form(series, { ...fields, space: "LPS" }))).status, "ok");
  const other = await post(form(series, fields));
  deepEqual([other.read.space, codes(other)], ["RAS", ["space-confused"]]);
  equal((await post(form(series, fields), "?space=LPS")).read.space, "LPS");
});

Deno.test("what is no header is refused, and says which member", async () => {
  const cases: [Record<string, unknown>, RegExp][] = [
    [{ affine: [[1, 0, 0], [0, 1, 0], [0, 0, 1]] }, /4 × 4 or 3 × 4/],
    [
      { affine: affineOf(RIGHT)[0]!.map((_, n) => affineOf(RIGHT).map((row) => row[n]!)) },
      /transposed/,
    ],
    [{ ...itkOf(RIGHT), spacing: [1, 0, 1] }, /spacing must be/],
    [{ origin: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] }, /spacing must be/],
    [{ header: base64(niftiHeader(RIGHT).slice(0, 340)) }, /./],
    [{ header: metaImageHeader(RIGHT).replace(/DimSize.*\n/, "") }, /DimSize/],
  ];
  for (const [body, message] of cases) {
    const reply = await postJson({ ...body, instances: dictionaries });
    equal(reply.code, "bad-header", JSON.stringify(body).slice(0, 80));
    match(reply.detail, message);
  }
});

Deno.test("a NIfTI file beside a series stays what it is where no check is asked for", async () => {
  const body = withFile("file", "mask.nii", niftiHeader(RIGHT));
  const response = await app.request("/v1/header?format=json", { method: "POST", body });
  const reply = await response.json();
  equal(response.status, 200);
  deepEqual(reply.skipped.map(({ reason }: Reply) => reason), ["not-dicom"]);
  ok(reply.volumes.length === 1);
});
