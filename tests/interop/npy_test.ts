/** Headers over arrays that numpy wrote, read by every reader that is there. */

import { readNpy } from "../../lib/array/npy.ts";
import type { HeaderOptions } from "../../lib/options/types.ts";
import { deepEqual, equal, nearAll } from "../assert.ts";
import { concat } from "../support/dicom_writer.ts";
import { makeSeries, type Triple } from "../support/series.ts";
import { planesOf } from "../support/truth.ts";
import { inFolder, oblique, ORIGIN, reading, replyTo, SIZES, STEPS, WEIGHTS } from "./arrays.ts";
import { hasPython, readAll, type Reading, reportAbsentReaders, runPython } from "./readers.ts";
import { fingerprint } from "./voxels.ts";

reportAbsentReaders();

Deno.test({
  name: "every .npy of numpy's is read where it lies",
  ignore: !hasPython,
  fn: (t) =>
    inFolder(async (folder) => {
      await runPython("write_arrays.py", [folder]);
      const files = makeSeries(oblique);
      const names = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
      // 14 types in two orders, 10 orders of axes in two of memory (two are there already), 2 versions.
      equal(names.length, 2 * 14 + (2 * 10 - 2) + 2);
      const paths = names.map((name) => {
        const npy = readNpy(Deno.readFileSync(`${folder}/${name}`).subarray(0, 256));
        const [array] = name.split("_") as [string];
        const options = { npy, data: { file: name }, ...(array === "zyx" ? {} : { array }) };
        const path = `${folder}/${name.replace(".npy", ".nhdr")}`;
        Deno.writeTextFileSync(path, replyTo(files, options).header);
        return path;
      });
      const answers = await readAll(paths);
      for (const [n, path] of paths.entries()) {
        await t.step(names[n]!, () => {
          for (const reader of answers.keys()) {
            // VTK knows no byte skip, slicerio wants components first.
            const first = !names[n]!.includes("c") || /^(...c_C|c..._F)/.test(names[n]!);
            if (reader === "VTK" || reader === "slicerio" && !first) continue;
            compareArray(reading(answers, reader, path), names[n]!);
          }
        });
      }
    }),
});

/** A reading against what `write_arrays.py` says of a file by its name. */
function compareArray(found: Reading, name: string): void {
  const [array, order, dtype] = name.replace(".npy", "").split("_") as [string, string, string];
  const axes = order === "F" ? [...array] : [...array].reverse();
  const spatial = axes.filter((axis) => axis !== "c");
  const components = array.includes("c") ? 3 : 1;
  deepEqual(found.sizes, spatial.map((axis) => SIZES[axis]));
  equal(found.components, components);
  nearAll(found.origin!, ORIGIN, 1e-9);
  spatial.forEach((axis, k) => nearAll(found.directions![k]!, STEPS[axis]!, 1e-9));

  const bits: Record<string, string> = { i1: "int8", u1: "uint8", b1: "uint8", v2: "i2", v3: "i2" };
  const type = (bits[dtype] ?? dtype).replace("big-", "").replace(
    /^([iuf])(\d)$/,
    (_, kind, bytes) => `${{ i: "int", u: "uint", f: "float" }[kind as "i"]}${8 * Number(bytes)}`,
  );
  equal(found.type, type);
  const values: number[] = [];
  const [a, b, c] = spatial as [string, string, string];
  for (let component = 0; component < components; component++) {
    for (let k = 0; k < SIZES[c]!; k++) {
      for (let j = 0; j < SIZES[b]!; j++) {
        for (let i = 0; i < SIZES[a]!; i++) {
          const sum = WEIGHTS[a]! * i + WEIGHTS[b]! * j + WEIGHTS[c]! * k;
          values.push((sum + WEIGHTS["c"]! * component) % (dtype === "b1" ? 2 : 120));
        }
      }
    }
  }
  equal(found.voxels, fingerprint(littleEndian(values, type)), "other voxels");
}

function littleEndian(values: readonly number[], type: string): Uint8Array {
  const [, kind, bits] = /^(u?int|float)(\d+)$/.exec(type)!;
  const size = Number(bits) / 8;
  const view = new DataView(new ArrayBuffer(values.length * size));
  values.forEach((value, n) => {
    if (kind === "float" && size === 4) view.setFloat32(4 * n, value, true);
    else if (kind === "float") view.setFloat64(8 * n, value, true);
    else view.setUint8(size * n, value);
  });
  return new Uint8Array(view.buffer);
}

Deno.test({
  name: "a marked pixel of DICOM lands where DICOM has it",
  ignore: !hasPython,
  fn: markedPixel,
});

async function markedPixel(): Promise<void> {
  const mark = { column: 9, row: 2, file: 5 };
  const files = makeSeries(oblique);
  const { position, columnStep, rowStep } = planesOf(files[mark.file]!.bytes)[0]!;
  const place = position.map((start, c) =>
    start + mark.column * columnStep[c]! + mark.row * rowStep[c]!
  );
  // Index of the marked file among the slices of an array in the order asked for.
  const sent = { as: files, reversed: files.toReversed(), shuffled: shuffle(files) };
  const cases: {
    array: string;
    fortranOrder: boolean;
    given: typeof files;
    order?: HeaderOptions["order"];
  }[] = [
    { array: "zyx", fortranOrder: false, given: sent.as },
    { array: "zyx", fortranOrder: true, given: sent.as },
    { array: "xyz", fortranOrder: false, given: sent.reversed },
    { array: "yxz", fortranOrder: false, given: sent.shuffled },
    { array: "zxy", fortranOrder: true, given: sent.reversed, order: "given" },
    { array: "zyx", fortranOrder: false, given: sent.reversed, order: "given" },
  ];
  await inFolder(async (folder) => {
    const paths = cases.map(({ array, fortranOrder, given, order = "position" }, n) => {
      const shape = [...array].map((axis) => SIZES[axis]!);
      const npy = { shape, dtype: "|u1", fortranOrder };
      const { header, slices } = replyTo(given, {
        npy,
        array,
        order,
        orderStated: true,
        as: "segmentation",
        segments: [{ labelValue: 7, name: "mark" }],
      });
      // The caller stacks slices in the order of the reply, or as sent.
      const k = slices.findIndex((slice) => given[slice.given] === files[mark.file]);
      if (order === "given") equal(slices.every((slice, z) => slice.given === z), true);
      const index: Record<string, number> = { x: mark.column, y: mark.row, z: k };
      const data = new Uint8Array(shape.reduce((a, b) => a * b));
      let stride = 1;
      let at = 0;
      for (const axis of fortranOrder ? array : [...array].reverse()) {
        at += index[axis]! * stride;
        stride *= SIZES[axis]!;
      }
      data[at] = 7;
      const path = `${folder}/${n}.seg.nrrd`;
      Deno.writeFileSync(path, concat([new TextEncoder().encode(header), data]));
      return path;
    });
    const peaks = await runPython("read_peaks.py", paths) as Record<string, Record<string, Triple>>;
    for (const [path, byReader] of Object.entries(peaks)) {
      equal(Object.keys(byReader).length, 3);
      for (const [reader, peak] of Object.entries(byReader)) {
        nearAll(peak, place, 1e-9, `${reader}: ${path}`);
      }
    }
  });
}

/** 5 and 13 have no common divisor, so every one comes once. */
function shuffle<T>(items: readonly T[]): T[] {
  return items.map((_, k) => items[5 * k % items.length]!);
}
