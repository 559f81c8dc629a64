/**
 * The script that runs as worker.
 *
 * @module
 */

import { startWorker, type WorkerScope } from "./worker.ts";

startWorker(self as unknown as WorkerScope);
