// deno-lint-ignore-file no-console
/**
 * Prints how many bytes a header takes that was read and is kept, in a process of its own that has
 * V8's collector at hand (`--expose-gc`).
 *
 * Usage: kept_headers.ts tar|json HEADERS
 *
 * @module
 */

import { Entry } from "../lib/intake/entry.ts";
import { Intake } from "../lib/intake/intake.ts";
import { readInto } from "./own.ts";
import { jsonOf } from "./requests.ts";
import { clinicalSeries } from "./series.ts";

const [form, count] = Deno.args;

/** Makes some headers, and gives what reads them into an intake. */
function reader(count: number): () => Intake {
  const headers = clinicalSeries(count);
  if (form === "tar") return () => readInto(new Intake(), headers);
  const { bytes } = jsonOf(headers);
  return () => {
    const intake = new Intake();
    const entry = new Entry(intake, { label: "json", alone: true, archives: false, gzip: false });
    entry.push(bytes);
    entry.end();
    return intake;
  };
}

/** Bytes that somebody still refers to, on V8's heap and beside it. */
function held(): number {
  const { gc } = globalThis as unknown as { gc(): void };
  // What finalizers let go is collected the second time.
  gc();
  gc();
  const { heapUsed, external } = Deno.memoryUsage();
  return heapUsed + external;
}

// The first time, what is compiled and loaded for it is kept as well.
reader(10)();
const read = reader(Number(count));
const before = held();
const { objects } = read();
console.log((held() - before) / objects.length);
