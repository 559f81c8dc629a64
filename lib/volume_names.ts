/**
 * Names of the files of volumes.
 *
 * @module
 */

import { seriesNumberOf } from "./volumes/series.ts";
import type { Volume } from "./volumes/volume.ts";

/**
 * For each volume the name of its file, without extension: `series_4`; `series_4_1` where several
 * volumes have that number, with the index of the volume; `volume` or `volume_1` where it has none.
 */
export function volumeNames(volumes: readonly Pick<Volume, "slices">[]): string[] {
  const numbers = volumes.map(({ slices }) => seriesNumberOf(slices.map(({ frame }) => frame)));
  const held = new Map<number | undefined, number>();
  for (const number of numbers) held.set(number, (held.get(number) ?? 0) + 1);
  return numbers.map((number, index) => {
    const stem = number === undefined ? "volume" : `series_${number}`;
    const isAlone = number === undefined ? volumes.length === 1 : held.get(number) === 1;
    return isAlone ? stem : `${stem}_${index}`;
  });
}
