/**
 * What a hostile request may cost, and what of it was too much.
 *
 * @module
 */

import type { Attacked } from "./attack.ts";

const MEBIBYTE = 2 ** 20;

/** A body of up to so many MiB is small: it may not be felt. */
const SMALL = 4;

/** Seconds until a small body is answered. */
const SECONDS = 1;

/** MiB over an idle service that a small body may take. */
const MEMORY = 64;

/** Seconds that others wait at most, and for each MiB of the body more. */
const WAITED = { least: 1, eachMebibyte: 0.1 };

/** Milliseconds in which 99 of 100 requests for `/health` are answered among hostile ones. */
export const HEALTH = 250;

/** Seconds after which a reply is too late, whoever kept the machine busy. */
const PATIENCE = 20;

/**
 * What is wrong; empty where nothing is. Others use the machine, too: of time that passed, no more
 * counts than the process has computed.
 */
export function excess(attacked: Attacked, waited: number): string[] {
  const { sent, seconds, computed = Infinity, grown = 0, fault } = attacked;
  const mebibytes = sent / MEBIBYTE;
  const small = mebibytes <= SMALL;
  const most = WAITED.least + (small ? 0 : WAITED.eachMebibyte * mebibytes);
  return [
    ...fault === undefined ? [] : [fault],
    ...small && Math.min(seconds, computed) > SECONDS || seconds > PATIENCE ? ["slow"] : [],
    ...small && grown > MEMORY ? ["memory"] : [],
    ...Math.min(waited, computed) > most ? ["others wait"] : [],
  ];
}
