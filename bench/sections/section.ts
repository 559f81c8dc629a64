/**
 * What all sections of the measurements have in common.
 *
 * @module
 */

import type { Table } from "../table.ts";

/** How to measure. */
export interface Settings {
  /** Every job just a few times: to see that all of it works. */
  readonly quick: boolean;
  /** Folder of another checkout, to be compared with. */
  readonly against: string | undefined;
}

/** Measures, and gives tables. */
export type Section = (settings: Settings) => Promise<readonly Table[]>;

/** Seconds that are spent, if there is time. */
export function seconds(wanted: number, { quick }: Settings): number {
  return quick ? 0 : wanted;
}
