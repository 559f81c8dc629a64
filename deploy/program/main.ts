/**
 * The program `dcm2nhdr`, for Deno and Node: `dcm2nhdr FOLDER mask.npy -o mask.nrrd` is the command
 * line, `dcm2nhdr serve` the service on this machine.
 *
 * ```sh
 * deno run --allow-read --allow-write jsr:@dcm2nhdr/dcm2nhdr/program series mask.npy -o mask.nrrd
 * ```
 *
 * A folder of that name is `./serve`.
 *
 * @module
 */

import process from "node:process";

// Either is loaded by itself: the service is large, and most calls do not need it.
if (process.argv[2] === "serve") {
  const { serve } = await import("./serve.ts");
  await serve(process.argv.slice(3));
} else {
  await import("../../cli/main.ts");
}
