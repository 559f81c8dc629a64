/** Long headers as real long series have them. */

import { DEFAULT_LIMITS } from "../../lib/limits.ts";
import { readHeader } from "../../lib/dicom/part10.ts";
import { equal, ok } from "../assert.ts";
import { concat } from "@std/bytes/concat";
import { writeDicom } from "../support/dicom_writer.ts";
import { makeEnhanced } from "../support/enhanced.ts";
