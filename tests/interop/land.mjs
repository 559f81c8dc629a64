/**
 * Says where marked voxels of images land, by readers for browsers, run in Node.
 *
 *     node land.mjs FOLDER MANIFEST
 *
 * The folder is the one that has `node_modules` with nifti-reader-js, NiiVue and vtk.js. The manifest is a JSON
 * list of {path, format}. Prints path -> reader -> landing as `land.py` does.
 */

import { readFileSync } from "node:fs";
import process from "node:process";

const [folder, manifest] = process.argv.slice(2);
const nifti = await import(`${folder}/node_modules/nifti-reader-js/dist/nifti.js`);
Object.assign(console, { warn: () => {}, log: () => {}, info: () => {} });
// All that vtk.js needs of a browser here.
globalThis.Node = { ELEMENT_NODE: 1 };
const { default: vtkXMLImageDataReader } = await import(
  `${folder}/node_modules/@kitware/vtk.js/IO/XML/XMLImageDataReader.js`
);
const { NVImage } = await import(`${folder}/node_modules/@niivue/niivue/build/niivue/index.js`);

const READERS = {
  text: { NiiVue: byNiivue },
  nifti: { "nifti-reader-js": byNiftiReader, NiiVue: byNiivue },
  nifti2: { "nifti-reader-js": byNiftiReader, NiiVue: byNiivue },
  metaimage: { NiiVue: byNiivue },
  vtk: { "vtk.js": byVtkJs },
};

const result = {};
for (const { path, format } of JSON.parse(readFileSync(manifest, "utf8"))) {
  result[path] = {};
  for (const [name, read] of Object.entries(READERS[format] ?? {})) {
    try {
      result[path][name] = await read(path);
    } catch (error) {
      result[path][name] = { error: String(error?.message ?? error).slice(0, 300) };
    }
  }
}
process.stdout.write(JSON.stringify(result));

function bytesOf(path) {
  const { buffer, byteOffset, byteLength } = readFileSync(path);
  return buffer.slice(byteOffset, byteOffset + byteLength);
}

/** Samples of one byte each, x fastest; the affine leads to RAS. */
function landing(samples, [columns, rows, slices], affine) {
  const marks = [];
  for (let place = 0; place < samples.length; place++) {
    if (samples[place] === 0) continue;
    const i = place % columns;
    const j = Math.floor(place / columns) % rows;
    const k = Math.floor(place / (columns * rows)) % slices;
    const t = Math.floor(place / (columns * rows * slices));
    const [x, y, z] = affine.slice(0, 3).map((row) =>
      row[0] * i + row[1] * j + row[2] * k + row[3]
    );
    marks.push([samples[place], -x, -y, z, t]);
  }
  return marks;
}

function byNiftiReader(path) {
  const bytes = bytesOf(path);
  const header = nifti.readHeader(bytes);
  const samples = new Uint8Array(nifti.readImage(header, bytes));
  return landing(samples, header.dims.slice(1, 4), header.affine);
}

async function byNiivue(path) {
  const image = await NVImage.new(bytesOf(path), path.slice(path.lastIndexOf("/") + 1));
  const { hdr, img } = image;
  return landing(img, hdr.dims.slice(1, 4).map((size) => Math.max(1, size)), hdr.affine);
}

/** Its own coordinates are those of the file, LPS. */
function byVtkJs(path) {
  const reader = vtkXMLImageDataReader.newInstance();
  reader.parseAsArrayBuffer(bytesOf(path));
  const image = reader.getOutputData(0);
  const samples = image.getPointData().getScalars().getData();
  const at = (index) => image.indexToWorld(index);
  const origin = at([0, 0, 0]);
  const steps = [[1, 0, 0], [0, 1, 0], [0, 0, 1]].map((index) =>
    at(index).map((c, row) => c - origin[row])
  );
  const toRas = [-1, -1, 1].map((sign, row) =>
    [steps[0][row], steps[1][row], steps[2][row], origin[row]].map((c) => sign * c)
  );
  return landing(samples, image.getDimensions(), toRas);
}
