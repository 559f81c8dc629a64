/**
 * Slices that are stored side by side in one picture.
 *
 * @module
 */

import { HeaderError } from "../errors.ts";

/** Columns and rows of pixels. */
export interface Matrix {
  readonly columns: number;
  readonly rows: number;
}

/**
 * Pixels of one tile when a picture is divided evenly.
 *
 * @param across Tiles side by side
 * @param down Tiles one below the other
 * @throws {HeaderError} bad-matrix
 */
export function tileOf(picture: Matrix, across: number, down: number): Matrix {
  const { columns, rows } = picture;
  if (columns % across !== 0 || rows % down !== 0) {
    throw new HeaderError(
      "bad-matrix",
      `an image of ${columns} × ${rows} pixels cannot be divided into ${across} × ${down} tiles`,
      { columns, rows, tilesAcross: across, tilesDown: down },
    );
  }
  return { columns: columns / across, rows: rows / down };
}
