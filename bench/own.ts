/**
 * The service as it is measured: as a whole, and in the two parts that it has without HTTP.
 *
 * @module
 */

import type { Intake } from "../lib/intake/intake.ts";
import { openEntry } from "../lib/intake/entry.ts";
import { ServiceRequest } from "../lib/service.ts";
import { type Written, writtenHeader } from "../lib/written.ts";
import { type App, createApp } from "../routes/app.ts";
import type { Bytes } from "./parsers.ts";

/** The service. */
export const app: App = createApp();

/** The service of another checkout of this project, to be compared with. */
export async function appOf(folder: string): Promise<App> {
  const module: { createApp: typeof createApp } = await import(`file://${folder}/routes/app.ts`);
  return module.createApp();
}

/** Puts headers into an intake, as a request with an archive does. */
export function readInto(intake: Intake, files: readonly Bytes[]): Intake {
  for (const { bytes } of files) {
    const entry = openEntry(intake, { archives: false, gzip: true });
    entry.push(bytes);
    entry.end();
  }
  return intake;
}

/** A request of which all headers have come. */
export function requestOf(files: readonly Bytes[]): ServiceRequest {
  const request = new ServiceRequest("header");
  readInto(request.intake, files);
  return request;
}

/** Its answer as text: values, geometry and the header. */
export async function textOf(request: ServiceRequest): Promise<Written> {
  const { reply, budget, format, forms, volume } = request.header();
  return await writtenHeader(reply, format, forms, volume, budget);
}
