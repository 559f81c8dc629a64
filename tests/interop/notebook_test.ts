/** What notebooks do with a reply: pynrrd writes by its dictionary, slicerio opens its segments. */

import type { VolumeReply } from "../../lib/reply.ts";
import { deepEqual, equal, nearAll, ok } from "../assert.ts";
import { concat } from "../support/dicom_writer.ts";
import { readNrrdGeometry } from "../support/nrrd_geometry.ts";
import { makeSeries, type SeriesOptions, type Triple } from "../support/series.ts";
import { type File, inFolder, oblique, PLANE, reading, replyTo, rgb, SIZES } from "./arrays.ts";
import {
  hasPython,
  readAll,
  readSegmentations,
  reportAbsentReaders,
  runPython,
} from "./readers.ts";

reportAbsentReaders();

Deno.test({
  name: "slicerio opens the caller's segmentation with every name, colour and label",
  ignore: !hasPython,
  fn: () =>
    inFolder(async (folder) => {
      const files = makeSeries(oblique);
      const segments = [
        {
          labelValue: 3,
          name: "Tumor core",
          color: [1, 0.5, 0.25] as const,
          category: { scheme: "SCT", value: "49755003", meaning: "Morphologically Abnormal" },
          type: { scheme: "SCT", value: "108369006", meaning: "Neoplasm" },
        },
        { labelValue: 1, name: "a %03d := LIST - ../x\nSegment0_ID:=y", color: [0, 0, 1] as const },
      ];
      const count = PLANE * SIZES["z"]!;
      const labels = Uint8Array.from({ length: 2 * count }, (_, n) => n % 4);
      const flat = replyTo(files, { as: "segmentation", segments });
      const detached = replyTo(files, {
        as: "segmentation",
        segments,
        data: { file: "labels.raw" },
        npy: { shape: [13, 12, 11], dtype: "|u1", fortranOrder: false },
      });
      const layered = replyTo(files, {
        as: "segmentation",
        segments: segments.map((segment, layer) => ({ ...segment, layer, labelValue: 1 })),
        npy: { shape: [13, 12, 11, 2], dtype: "|u1", fortranOrder: false },
      });
      const write = (name: string, parts: (string | Uint8Array)[]) => {
        const bytes = parts.map((part) =>
          typeof part === "string" ? new TextEncoder().encode(part) : part
        );
        Deno.writeFileSync(`${folder}/${name}`, concat(bytes));
        return `${folder}/${name}`;
      };
      write("labels.raw", [labels.subarray(0, count)]);
      const paths = [
        write(flat.fileName, [flat.header, labels.subarray(0, count)]),
        write(detached.fileName, [detached.header]),
        write("layered.seg.nrrd", [layered.header, labels]),
      ];
      const found = await readSegmentations(paths);
      for (const [n, path] of paths.entries()) {
        const { segments: [core, other, ...more] } = found[path]!;
        equal(more.length, 0);
        deepEqual([core!.name, core!.color, core!.layer], ["Tumor core", [1, 0.5, 0.25], 0]);
        deepEqual([core!.labelValue, other!.labelValue], n === 2 ? [1, 1] : [3, 1]);
        deepEqual([other!.color, other!.layer], [[0, 0, 1], n === 2 ? 1 : 0]);
        equal(other!.name, "a %03d = LIST - ../x Segment0_ID =y");
        deepEqual(core!.terminology.category, ["SCT", "49755003", "Morphologically Abnormal"]);
        deepEqual(core!.terminology.type, ["SCT", "108369006", "Neoplasm"]);
      }
    }),
});

Deno.test({
  name: "the pynrrd dictionary goes through nrrd.write and back, in both index orders",
  ignore: !hasPython,
  fn: (t) =>
    inFolder(async (folder) => {
      const times = (extra: SeriesOptions["attributes"]): File[] =>
        makeSeries({
          ...oblique,
          positions: Array.from(
            { length: 8 },
            (_, n): Triple => [-1.2 * (n % 4), 1.6 * (n % 4), 0],
          ),
          ...(extra === undefined ? {} : { attributes: extra }),
        });
      const gradients = [[0, 0, 0], [1, 0, 0]];
      const replies: Record<string, VolumeReply> = {
        plain: replyTo(makeSeries(oblique), {}),
        ras: replyTo(makeSeries(oblique), { space: "RAS", array: "xyz" }),
        gzip: replyTo(makeSeries(oblique), { encoding: "gzip", metadata: "acquisition" }),
        rgb: replyTo(makeSeries({ ...oblique, ...rgb(0) }), {}),
        times: replyTo(
          times((n) => ({ TemporalPositionIdentifier: Math.floor(n / 4) + 1 })),
          {},
        ),
        diffusion: replyTo(
          times((n) => ({
            DiffusionBValue: n < 4 ? 0 : 1000,
            DiffusionGradientOrientation: gradients[Math.floor(n / 4)]!,
          })),
          {},
        ),
        segments: replyTo(makeSeries(oblique), {
          as: "segmentation",
          segments: [{ labelValue: 1, name: "a\\b\nü" }],
        }),
      };
      ok(replies["diffusion"]!.header.includes("DWMRI_gradient_0001"));
      const types: Record<string, string> = { "short": "int16", "unsigned char": "uint8" };
      const jobs = Object.entries(replies).map(([name, { pynrrd, sizes, type }]) => ({
        path: `${folder}/${name}.nrrd`,
        header: pynrrd,
        sizes,
        dtype: types[type],
      }));
      Deno.writeTextFileSync(`${folder}/jobs.json`, JSON.stringify(jobs));
      const written = await runPython("write_pynrrd.py", [`${folder}/jobs.json`]) as {
        path: string;
        header: Record<string, unknown>;
      }[];
      equal(written.length, 2 * jobs.length);
      const answers = await readAll(written.map(({ path }) => path));
      for (const [n, { path, header }] of written.entries()) {
        const own = readNrrdGeometry(Object.values(replies)[Math.floor(n / 2)]!.header);
        await t.step(path.split("/").at(-1)!, () => {
          for (const [key, value] of own.text.keyValues) equal(header[key], value, key);
          deepEqual(header["kinds"], own.kinds);
          for (const reader of ["pynrrd", "SimpleITK", "ITK-wasm", "teem"]) {
            if (!answers.has(reader)) continue;
            const found = reading(answers, reader, path);
            deepEqual(found.sizes, own.spatialAxes.map((axis) => own.sizes[axis]));
            nearAll(found.origin!, own.origin, 1e-9);
            own.directions.forEach((step, axis) => nearAll(found.directions![axis]!, step, 1e-9));
          }
        });
      }
    }),
});
