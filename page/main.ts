/**
 * The script of the page. All that reads DICOM is in the worker's, which is loaded when it is needed.
 *
 * @module
 */

import { Page } from "./page.ts";

new Page("/worker.js");
