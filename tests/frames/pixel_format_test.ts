import { pixelFormatOf } from "../../lib/frames/pixel_format.ts";
import { equal } from "../assert.ts";
import { datasetOf, type Values } from "../support/dataset.ts";

const valuesOf = (values: Values) => pixelFormatOf(datasetOf(values)).values;

const PARAMETRIC_MAP = "1.2.840.10008.5.1.4.1.1.30";

Deno.test("a parametric map cut off before its pixels still says what they are", () => {
  const map = { SOPClassUID: PARAMETRIC_MAP };
  equal(valuesOf({ ...map, BitsAllocated: 32 }), "float");
  equal(valuesOf({ ...map, BitsAllocated: 64 }), "double");
  equal(valuesOf({ ...map, BitsAllocated: 16, PixelRepresentation: 0 }), "integer");
  equal(valuesOf({ ...map, BitsAllocated: 32, PixelRepresentation: 0 }), "integer");
  equal(valuesOf({ ...map, BitsAllocated: 32, PixelData: 0 }), "integer");
  // Of other classes it is a description that lacks something.
  equal(valuesOf({ BitsAllocated: 32 }), "integer");
});
