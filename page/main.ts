/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/// <reference lib="dom.asynciterable" />
/**
 * Both halves of the page in one script: in a window it is the page, in a worker the worker.
 *
 * @module
 */

import { Page } from "./page.ts";
import { startWorker, type WorkerScope } from "./worker.ts";

if (typeof document === "undefined") startWorker(self as unknown as WorkerScope);
else new Page(import.meta.url);
