import { deepEqual, equal, match, ok } from "../assert.ts";
import { writeNpy } from "../support/npy_writer.ts";
import { readNrrdGeometry } from "../support/nrrd_geometry.ts";
import { readSegments } from "../support/nrrd_segments.ts";
import { makeSeries } from "../support/series.ts";
import { createApp } from "./checked_app.ts";
import { dictionaries, type File, form, gzip, related, series, tar, zip } from "./support.ts";

/** A mask of the series: 4 slices of 5 rows and 7 columns. */
const mask: File = {
  name: "mask.npy",
  bytes: writeNpy({ shape: [4, 5, 7], data: new Uint8Array(140) }).slice(),
};

const post = (body: BodyInit, query = "", headers: Record<string, string> = {}) =>
  createApp().request(`/v1/header?${query}`, { method: "POST", body, headers });

const headerOf = async (response: Response) => {
  const text = await response.text();
  equal(response.status, 200, text);
  return readNrrdGeometry(text);
};

const problemOf = async (response: Response) => {
  const problem = await response.json() as Record<string, unknown>;
  ok(response.status >= 400, JSON.stringify(problem));
  return problem;
};

Deno.test("a .npy among the files is what the header describes", async () => {
  const files = [mask, ...series];
  const header = await headerOf(await post(form(files)));
  deepEqual(
    [header.sizes, header.type, header.dataFile, header.byteSkip],
    [[7, 5, 4], "unsigned char", "mask.npy", 128],
  );
  // A part of multipart/related has no name, so the array is one to be attached.
  const { body, type } = related(files);
  const attached = await headerOf(await post(body, "", { "Content-Type": type }));
  deepEqual([attached.sizes, attached.dataFile], [[7, 5, 4], undefined]);
});

/** What numpy.savez and numpy.savez_compressed write. */
const npz = (...names: string[]): File => ({
  name: "mask.npz",
  bytes: zip(names.map((name) => ({ ...mask, name: `${name}.npy` }))),
});

Deno.test("a .npy in an archive is refused, unless somebody says where it will be", async () => {
  const files = [mask, ...series];
  const packed = async (file: File): Promise<File> => ({
    name: `${file.name}.gz`,
    bytes: new Uint8Array(await (await gzip(file.bytes)).arrayBuffer()),
  });
  const tarred = new Uint8Array(await tar(files).arrayBuffer());
  const bodies: [string, BodyInit, RegExp][] = [
    ["zip", zip(files), /^The array mask.npy lies in an archive,/],
    ["tar", tar(files), /^The array mask.npy lies in an archive,/],
    ["tgz", await gzip(tar(files)), /^The array mask.npy lies in an archive,/],
    ["named zip", form([{ name: "s.zip", bytes: zip(files) }]), /mask.npy lies in s.zip/],
    ["named tar", form([{ name: "s.tar", bytes: tarred }]), /mask.npy lies in s.tar/],
    ["npz", form([npz("arr_0"), ...series]), /^The array arr_0.npy lies in mask.npz/],
    ["npz.gz", form([await packed(npz("m")), ...series]), /m.npy lies in mask.npz.gz/],
    ["npz alone", npz("arr_0").bytes, /^The array arr_0.npy lies in an archive/],
  ];
  for (const [what, body, message] of bodies) {
    const problem = await problemOf(await post(body as BodyInit));
    equal(problem["code"], "bad-array", what);
    match(String(problem["detail"]), message, what);
    match(String(problem["help"]), /numpy\.save\("mask\.npy", array\)/, what);
  }
  for (const [what, body] of bodies.slice(0, -1)) {
    const named = await headerOf(await post(body as BodyInit, "data=mask.npy"));
    deepEqual(
      [named.dataFile, named.byteSkip, named.type],
      ["mask.npy", 128, "unsigned char"],
      what,
    );
    const attached = await headerOf(await post(body as BodyInit, "data=attached"));
    deepEqual([attached.dataFile, attached.type], [undefined, "unsigned char"], what);
  }
  const inner = await problemOf(await post(zip([npz("arr_0"), ...series])));
  deepEqual([inner["code"], /^The arrays of mask.npz/.test(String(inner["detail"]))], [
    "bad-array",
    true,
  ]);
});

Deno.test("several arrays are named, and that one alone would do", async () => {
  const others = ["a/1.npy", "2.npy"].map((name) => ({ ...mask, name }));
  const two = await problemOf(await post(form([...others, ...series])));
  equal(
    two["detail"],
    "There are 2 arrays (a/1.npy and 2.npy); one header describes one: leave the others out",
  );
  deepEqual(two["files"], ["a/1.npy", "2.npy"]);
  match(String(two["help"]), /one of the arrays/);
  const many = Array.from({ length: 9 }, (_, k) => ({ ...mask, name: `${k}.npy` }));
  match(
    String((await problemOf(await post(form([...many, ...series]))))["detail"]),
    /\(0.npy, 1.npy, 2.npy, 3.npy, 4.npy and 4 more\)/,
  );
  const inOne = await problemOf(await post(form([npz("a", "b"), ...series]), "data=a.npy"));
  match(String(inOne["detail"]), /\(a.npy in mask.npz and b.npy in mask.npz\)/);
  match(String(inOne["help"]), /numpy\.save/);
});

Deno.test("a .npy counts as no object, and only its first bytes are needed", async () => {
  const cut = { ...mask, bytes: mask.bytes.slice(0, 128) };
  const response = await post(form([cut, ...series]), "format=json");
  const { volumes: [volume], skipped } = await response.json();
  deepEqual(skipped, []);
  deepEqual(volume.order, [0, 1, 2, 3]);
  deepEqual(volume.slices.map((slice: { given: number }) => slice.given), [0, 1, 2, 3]);
});

Deno.test("a .npy's name can be replaced, and is not used if it leaves the folder", async () => {
  const header = await headerOf(await post(form([mask, ...series]), "data=other.npy"));
  deepEqual([header.dataFile, header.byteSkip], ["other.npy", 128]);
  for (
    const name of ["../mask.npy", "/tmp/mask.npy", "C:\\mask.npy", "a%d.npy", "-.npy", "m\n.npy"]
  ) {
    const problem = await problemOf(await post(form([{ ...mask, name }, ...series])));
    equal(problem["code"], "header-injection", name);
  }
});

Deno.test("a .npy that cannot be described fails the whole request", async () => {
  const bodies: [File[], string][] = [
    [[{ ...mask, bytes: mask.bytes.slice(0, 60) }], "bad-array"],
    [[{ ...mask, bytes: writeNpy({ shape: [4, 5, 7], descr: "<f2" }).slice() }], "bad-array"],
    [[{ ...mask, bytes: writeNpy({ shape: [4, 5, 7], version: 9 }).slice() }], "bad-array"],
    [[mask, { ...mask, name: "2.npy" }], "bad-array"],
    [[{ ...mask, bytes: writeNpy({ shape: [4, 7, 5] }).slice() }], "array-does-not-fit"],
    [
      [{
        name: "mask.npy.gz",
        bytes: new Uint8Array(await (await gzip(mask.bytes)).arrayBuffer()),
      }],
      "bad-array",
    ],
  ];
  for (const [files, code] of bodies) {
    equal((await problemOf(await post(form([...files, ...series]))))["code"], code);
  }
  const huge = mask.bytes.slice();
  huge.set([2, 0, 255, 255, 255, 255], 6);
  const endless = [{ ...mask, bytes: huge }, ...series];
  equal((await problemOf(await post(form(endless))))["code"], "bad-array");
  equal((await problemOf(await post(mask.bytes)))["code"], "empty-request");
});

Deno.test("an array that does not fit is told what would", async () => {
  const transposed = { ...mask, bytes: writeNpy({ shape: [7, 5, 4] }).slice() };
  const problem = await problemOf(await post(form([transposed, ...series])));
  equal(problem["status"], 422);
  match(String(problem["detail"]), /\(7, 5, 4\).*\(4, 5, 7\).*array=xyz would fit/);
  const header = await headerOf(await post(form([transposed, ...series]), "array=xyz"));
  deepEqual(header.sizes, [4, 5, 7]);
});

Deno.test("JSON describes an array and segments as it likes", async () => {
  const options = {
    as: "segmentation",
    npy: { shape: [4, 5, 7], dtype: "uint8", fortran_order: false, file: "m.npy", offset: 128 },
    segments: [{ value: 1, name: "tumor", color: "#ff0000" }, { value: 2, name: "edema" }],
  };
  const body = JSON.stringify({ instances: dictionaries, options });
  const response = await post(body, "", { "Content-Type": "application/json" });
  match(response.headers.get("Content-Disposition")!, /volume\.seg\.nhdr/);
  const text = await response.text();
  equal(readNrrdGeometry(text).dataFile, "m.npy");
  deepEqual(readSegments(text).map(({ name, color }) => [name, color[0]])[0], ["tumor", 1]);
});

Deno.test("a form field and the query take segments as text", async () => {
  const segments = '{"1": "liver", "2": "spleen"}';
  const bodies = [
    post(form(series, { as: "segmentation", segments })),
    post(form(series), `as=segmentation&segments=${encodeURIComponent(segments)}`),
  ];
  for (const response of bodies) {
    deepEqual(readSegments(await (await response).text()).map(({ name }) => name), [
      "liver",
      "spleen",
    ]);
  }
  const long = JSON.stringify([{ value: 1, name: "x", color: "#ffffff".padEnd(300_000) }]);
  equal((await problemOf(await post(form(series, { segments: long }))))["code"], "bad-option");
});

Deno.test("data=dicom lists the files by the names under which they were sent", async () => {
  // UIDs made by chance have not all one length, and pixels must begin at one byte.
  const attributes = (k: number) => ({ SOPInstanceUID: `2.25.10${k}` });
  const files = makeSeries({ count: 4, attributes }).map(({ name, bytes }): File => ({
    name: `CT 1/${name}`,
    bytes: bytes.slice(),
  }));
  for (const body of [form(files), zip(files)]) {
    const response = await post(body, "data=dicom");
    match(response.headers.get("Dcm2nhdr-Findings")!, /data-file-list/);
    match(response.headers.get("Content-Disposition")!, /volume\.nhdr/);
    const { text, dataFile } = await headerOf(response);
    equal(dataFile, "LIST");
    deepEqual(text.list, files.map(({ name }) => name));
  }
  // A file that is compressed by itself does not hold its pixels at any byte.
  const packed = await Promise.all(files.map(async ({ name, bytes }) => ({
    name: `${name}.gz`,
    bytes: new Uint8Array(await (await gzip(bytes)).arrayBuffer()),
  })));
  equal((await problemOf(await post(form(packed), "data=dicom")))["code"], "byte-offset-unknown");
  equal((await post(form(packed))).status, 200);
  equal((await headerOf(await post(await gzip(tar(files)), "data=dicom"))).dataFile, "LIST");
  const outside = files.map((file) => ({ ...file, name: `../${file.name}` }));
  equal((await problemOf(await post(form(outside), "data=dicom")))["code"], "header-injection");
  const json = JSON.stringify(dictionaries);
  const unseen = await problemOf(
    await post(json, "data=dicom", { "Content-Type": "application/json" }),
  );
  equal(unseen["code"], "byte-offset-unknown");
});

Deno.test("without being asked, no reply in text holds a name of a file", async () => {
  const files = series.map((file) => ({ ...file, name: file.name.replace("Łódź", "DOE_JANE") }));
  for (const query of ["", "metadata=acquisition", "as=segmentation", "order=given"]) {
    ok(!(await (await post(form(files), query)).text()).includes("DOE"));
  }
});
