/**
 * VTK XML image data (`.vti`; VTK User's Guide, XML file formats): the file up to the first sample,
 * which are appended raw behind their number of bytes.
 *
 * VTK reads on to the last sample and needs nothing behind it. The file as a whole is well-formed XML
 * only with {@linkcode VTK_END} there, but for the samples themselves.
 *
 * @module
 */

import type { DescribedArray } from "../../array/described_array.ts";
import { bytesPerSample } from "../../array/sample_type.ts";
import type { HeaderOptions } from "../../options/types.ts";
import { COMPONENT_TYPES, itkTypeName, simpleItkForm } from "../adapters.ts";
import { demandOrder, spatialNames } from "../axis_order.ts";
import { cannotHold } from "../cannot_hold.ts";
import type { Form } from "../form.ts";
import { findingsIn, formulaOf, type Words } from "../form_findings.ts";
import { numbersText } from "../number_text.ts";

/** What closes the file behind the samples, for readers that are stricter than VTK. */
export const VTK_END = "\n  </AppendedData>\n</VTKFile>\n";

/** Bytes of the number of bytes, `header_type` UInt64. */
const COUNT_BYTES = 8;

/** VTK XML image data. */
export const vtkForm: Form = {
  mediaType: "application/x-vtk-imagedata",
  extension: () => ".vti",
  end: VTK_END,
  content: (array, { options }) => {
    demandHeld(array, options);
    const head = new TextEncoder().encode(textOf(array, options));
    const bytes = new Uint8Array(head.length + COUNT_BYTES);
    bytes.set(head);
    const view = new DataView(bytes.buffer);
    view.setBigUint64(head.length, BigInt(bytesOf(array)), array.endian === "little");
    return bytes;
  },
  findings: (array) => findingsIn("vtk", array, WORDS),
};

const WORDS: Words = {
  "rescale-needed": (finding) =>
    `the header describes stored values; real values are ${
      formulaOf(finding)
    }, which VTK cannot express`,
};

/** Up to the mark behind which appended data begin. */
function textOf(array: DescribedArray, { space }: HeaderOptions): string {
  // Directions row by row, as of a vtkMatrix3x3; its columns are those of the axes.
  const { origin, spacing, direction } = simpleItkForm(array, space);
  const extent = array.axes.flatMap(({ step, size }) => step ? [0, size - 1] : []).join(" ");
  const order = array.endian === "little" ? "LittleEndian" : "BigEndian";
  return `<?xml version="1.0"?>
<!-- ${space} millimetres; behind the mark: number of bytes, samples -->
<VTKFile type="ImageData" version="1.0" byte_order="${order}" header_type="UInt64">
  <ImageData WholeExtent="${extent}" Origin="${numbersText(origin)}" Spacing="${
    numbersText(spacing)
  }" Direction="${numbersText(direction)}">
    <Piece Extent="${extent}">
      <PointData Scalars="voxels">
        <DataArray type="${
    itkTypeName(COMPONENT_TYPES[array.type])
  }" Name="voxels" NumberOfComponents="${componentsOf(array)}" format="appended" offset="0"/>
      </PointData>
    </Piece>
  </ImageData>
  <AppendedData encoding="raw">
    _`;
}

function demandHeld(array: DescribedArray, options: HeaderOptions): void {
  const refuse = (reason: string, help: string): never => {
    throw cannotHold("vtk", reason, help);
  };
  if (array.encoding !== "raw") {
    refuse("VTK compresses samples in blocks of its own, not as one piece", "encoding=raw");
  }
  if (array.data !== "attached") {
    refuse("the samples of a .vti are in the file itself", "data=attached");
  }
  if (array.axes.some(({ name }) => name === "t")) {
    refuse("image data of VTK has three axes, and one file has one time", "axis4=none");
  }
  demandOrder(array, [`c${spatialNames(array)}`], "vtk", options);
}

/** Of one voxel. */
function componentsOf({ axes, complex }: DescribedArray): number {
  const components = axes.find(({ name }) => name === "c")?.size ?? 1;
  return complex ? 2 * components : components;
}

function bytesOf(array: DescribedArray): number {
  const sample = bytesPerSample(array.type) * (array.complex ? 2 : 1);
  return array.axes.reduce((product, { size }) => product * size, sample);
}
