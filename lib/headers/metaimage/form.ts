/**
 * MetaImage (https://itk.org/Wiki/MetaIO/Documentation): the text before the samples of a `.mha`, or a
 * `.mhd` that names the files with them. Coordinates are LPS.
 *
 * @module
 */

import type { DescribedArray } from "../../array/described_array.ts";
import type { SampleType } from "../../array/sample_type.ts";
import type { HeaderOptions } from "../../options/types.ts";
import { vtkForm } from "../adapters.ts";
import { demandOrder, spatialNames } from "../axis_order.ts";
import type { Form } from "../form.ts";
import { findingsIn, formulaOf, type Words } from "../form_findings.ts";
import { numbersText } from "../number_text.ts";
import { secondsOf, timeAxis } from "../time_axis.ts";
import { elementData } from "./element_data.ts";

/** MET_LONG is left out: readers differ in how many bytes it has. */
const ELEMENT_TYPES: Readonly<Record<SampleType, string>> = {
  "signed char": "MET_CHAR",
  "unsigned char": "MET_UCHAR",
  "short": "MET_SHORT",
  "unsigned short": "MET_USHORT",
  "int": "MET_INT",
  "unsigned int": "MET_UINT",
  "long long": "MET_LONG_LONG",
  "unsigned long long": "MET_ULONG_LONG",
  "float": "MET_FLOAT",
  "double": "MET_DOUBLE",
};

/** MetaImage. */
export const metaimageForm: Form = {
  mediaType: "application/x-metaimage",
  extension: ({ data }) => data === "attached" ? ".mha" : ".mhd",
  content: (array, { options }) => `${linesOf(array, options).join("\n")}\n`,
  findings: (array) => findingsIn("metaimage", array, WORDS),
};

/**
 * `ElementDataFile` ends the header. There is no `AnatomicalOrientation`: it follows from the matrix,
 * and its letters name where axes come from to some programs and where they go to others.
 */
function linesOf(array: DescribedArray, options: HeaderOptions): string[] {
  demandOrder(array, [`c${spatialNames(array)}t`], "metaimage", options);
  const { skip, file } = elementData(array);
  const axes = array.axes.filter(({ name }) => name !== "c");
  const components = array.axes.find(({ name }) => name === "c")?.size ?? 1;
  const channels = array.complex ? 2 * components : components;
  const { origin, spacing, columns } = placeOf(array, axes.length);
  return [
    "ObjectType = Image",
    `NDims = ${axes.length}`,
    "BinaryData = True",
    `BinaryDataByteOrderMSB = ${array.endian === "big" ? "True" : "False"}`,
    `CompressedData = ${array.encoding === "gzip" ? "True" : "False"}`,
    `TransformMatrix = ${numbersText(columns)}`,
    `Offset = ${numbersText(origin)}`,
    // The matrix turns about the first voxel, so that Offset is its place.
    `CenterOfRotation = ${numbersText(axes.map(() => 0))}`,
    `ElementSpacing = ${numbersText(spacing)}`,
    `DimSize = ${numbersText(axes.map(({ size }) => size))}`,
    ...(skip === undefined ? [] : [`HeaderSize = ${skip}`]),
    ...(channels === 1 ? [] : [`ElementNumberOfChannels = ${channels}`]),
    `ElementType = ${ELEMENT_TYPES[array.type]}`,
    `ElementDataFile = ${file}`,
  ];
}

/** Origin, lengths of steps, and unit directions one after the other, of as many dimensions. */
function placeOf(array: DescribedArray, dimensions: number) {
  const { origin, spacing, direction } = vtkForm(array);
  if (dimensions === 3) return { origin, spacing, columns: direction };
  // MetaImage has no unit of time.
  const { start, step } = secondsOf(timeAxis(array));
  return {
    origin: [...origin, start],
    spacing: [...spacing, step],
    columns: [...[0, 3, 6].flatMap((at) => [...direction.slice(at, at + 3), 0]), 0, 0, 0, 1],
  };
}

const WORDS: Words = {
  "rescale-needed": (finding) =>
    `the header describes stored values; real values are ${
      formulaOf(finding)
    }, which readers of MetaImage do not apply`,
  "data-file-list": () =>
    "ITK, Slicer and VTK read lists of data files; save the header in the folder to which the names are relative",
};
