/**
 * Siemens mosaics: all slices of a volume as tiles of one square picture, row by row, with empty
 * tiles behind the last.
 *
 * Of the slices DICOM itself says how they are turned and, in Spacing Between Slices (0018,0088),
 * how far apart they are. How many there are, and on which side of the first one the others lie,
 * is in the CSA image header. Where the first one lies must be calculated: see
 * {@linkcode firstTilePosition}.
 *
 * The protocol in the CSA series header (0029,1020) has the centres of all slices, but 100 KB of it
 * in each of a thousand objects is too much to keep for what is known without.
 *
 * @module
 */

import { type Dataset, finite } from "../dicom/dataset.ts";
import { constantDataset, overlay } from "../dicom/overlay.ts";
import { type CsaImageHeader, csaImageHeader, withCsa } from "../dicom/siemens.ts";
import { decimal } from "../dicom/text_values.ts";
import { HeaderError } from "../errors.ts";
import { normal, type Plane } from "../geometry/plane.ts";
import { along, angle, dot, length, scale, type Vector } from "../geometry/vector.ts";
import { checkLimit, DEFAULT_LIMITS } from "../limits.ts";
import { faultOf } from "./faults.ts";
import type { Family, FrameLimits, UnplacedFrame } from "./frame.ts";
import { imagePlane, ORIENTATION_TOLERANCE } from "./image_plane.ts";
import { pixelFormatOf } from "./pixel_format.ts";
import { type Matrix, tileOf } from "./tiles.ts";

/** The family of objects with the value MOSAIC in Image Type (0008,0008). */
export const mosaic: Family = {
  name: "Siemens mosaic",
  frames: (object, limits = DEFAULT_LIMITS) => {
    if (!object.dataset.strings("ImageType").includes("MOSAIC")) return undefined;
    const csa = csaImageHeader(object.dataset);
    const attributes = withCsa(object.dataset, csa);
    const picture = imagePlane(object.dataset);
    const count = countOf(attributes, limits);
    const side = Math.ceil(Math.sqrt(count));
    const tile = tileOf(picture, side, side);
    const origin = firstTilePosition(picture, tile);
    const step = stepOf(attributes, csa, picture, count);
    const pixels = pixelFormatOf(object.dataset);
    return Array.from({ length: count }, (_, number): UnplacedFrame => {
      const position = along(origin, step, number);
      const own = { ImagePositionPatient: position, Rows: [tile.rows], Columns: [tile.columns] };
      return {
        object,
        number,
        plane: { ...picture, ...tile, position },
        pixels,
        tile: true,
        attributes: overlay(constantDataset(own), attributes),
      };
    });
  },
};

/**
 * Centre of the first pixel of the first slice, LPS mm.
 *
 * The scanner calculates the position of the whole picture's corner as if the picture were one
 * slice: centred where the slice is, with the slice's pixel spacing. The true corner of every slice
 * is therefore nearer to the centre by half of what the picture is larger.
 */
export function firstTilePosition(picture: Plane, tile: Matrix): Vector {
  const { position, row, column, columnSpacing, rowSpacing } = picture;
  const columns = (picture.columns - tile.columns) / 2;
  const rows = (picture.rows - tile.rows) / 2;
  return along(along(position, row, columns * columnSpacing), column, rows * rowSpacing);
}

/** How many tiles hold a slice. */
function countOf(attributes: Dataset, limits: FrameLimits): number {
  const count = finite(attributes.numbers("SiemensNumberOfImagesInMosaic"));
  checkLimit("countedFrames", count ?? 0, limits);
  if (count !== undefined && Number.isInteger(count) && count > 0) return count;
  throw notSaid(
    "its number of slices",
    "NumberOfImagesInMosaic, in the CSA image header (0029,1010) and in (0019,100A), is absent",
  );
}

/** Step from one slice to the next, mm: along row × column or against it. */
function stepOf(attributes: Dataset, csa: CsaImageHeader, plane: Plane, count: number): Vector {
  if (count === 1) return [0, 0, 0];
  const across = normal(plane);
  const spacing = Math.abs(finite(attributes.numbers("SpacingBetweenSlices")) ?? 0);
  if (spacing === 0) {
    throw notSaid(
      "its slice spacing",
      `${
        faultOf(attributes, "SpacingBetweenSlices", "a number other than zero")
      }, and Slice Thickness is not slice spacing`,
    );
  }
  const direction = directionOf(csa);
  const sign = dot(direction, across) < 0 ? -1 : 1;
  const off = angle(direction, scale(across, sign));
  if (!(off <= ORIENTATION_TOLERANCE)) {
    throw new HeaderError(
      "bad-orientation",
      `the slice normal in the CSA header and row × column differ by ${
        off.toPrecision(3)
      } rad; at most ${ORIENTATION_TOLERANCE} rad is allowed`,
      { sliceNormal: direction, rowCrossColumn: across, tolerance: ORIENTATION_TOLERANCE },
    );
  }
  // The CSA header prints the normal with 8 decimals; row and column have more.
  return scale(across, sign * spacing);
}

/** SliceNormalVector: from the first tile's slice to the next one. */
function directionOf(csa: CsaImageHeader): Vector {
  const [x, y, z] = (csa.get("SliceNormalVector")?.values ?? []).map(decimal);
  const direction: Vector = [x ?? NaN, y ?? NaN, z ?? NaN];
  if (length(direction) > 0) return direction;
  throw notSaid(
    "on which side of the first slice the others are",
    "SliceNormalVector in the CSA image header (0029,1010) is absent",
  );
}

function notSaid(what: string, because: string): HeaderError {
  return new HeaderError("no-geometry", `the Siemens mosaic does not say ${what}: ${because}`);
}
