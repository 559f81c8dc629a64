/** Options as they are sent, for tests of what a caller may state. */

import { readOptions } from "../../lib/options/read.ts";
import type { HeaderOptions } from "../../lib/options/types.ts";

/** Options of a request. */
export function asked(options: Readonly<Record<string, unknown>>): HeaderOptions {
  return readOptions(Object.entries(options)).header;
}

/** The values of `plane` and `step` that a help names. */
export function namedIn(help: string): Readonly<Record<string, string>> {
  const plane = /plane=(\{.*?\}|[a-z]+)/.exec(help)?.[1];
  const step = /step=(-?[\d.]+)/.exec(help)?.[1];
  return { ...(plane ? { plane } : {}), ...(step ? { step } : {}) };
}
