import { FORMATS } from "../../lib/service.ts";
import { MEDIA_TYPES } from "../../lib/written.ts";
import { negotiate as negotiateOf } from "../../routes/negotiation.ts";
import { HttpProblem } from "../../routes/problems.ts";
import { deepEqual, equal, ok } from "../assert.ts";

const negotiate = (accept: string | null) => negotiateOf(accept, FORMATS.header);

Deno.test("negotiate() follows RFC 9110: quality, specificity, then text, JSON, zip", () => {
  const expected = {
    "": "text",
    "*/*": "text",
    "text/plain": "text",
    "application/json": "json",
    "application/zip": "zip",
    "application/*": "json",
    "text/*, application/json": "text",
    "text/plain;q=0.5, application/json": "json",
    "text/plain; q=0.5, application/zip;q=0.9, application/json;q=0.8": "zip",
    "application/json;q=0, */*": "text",
    "text/plain;q=0, */*;q=0.1": "json",
    "*/*, text/plain;q=0.1": "json",
    "application/vnd.dcm2nhdr.nibabel+json": "nibabel",
    "APPLICATION/JSON": "json",
    "application/json; charset=utf-8": "json",
    // Browsers, for a navigation.
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8": "text",
    // Axios and jQuery.
    "application/json, text/plain, */*": "text",
  };
  for (const [accept, format] of Object.entries(expected)) {
    equal(negotiate(accept), format, accept);
  }
  equal(negotiate(null), "text");
});

Deno.test("negotiate() lists what there is when nothing fits", () => {
  for (const accept of ["image/png", "text/plain;q=0", "nonsense", "text/html;q=1", "*/*;q=2"]) {
    try {
      negotiate(accept);
      ok(false, accept);
    } catch (error) {
      ok(error instanceof HttpProblem, accept);
      const { available } = error.details as { available: string[] };
      deepEqual(available.slice(0, 3), ["text/plain", "application/json", "application/zip"]);
      deepEqual(available, FORMATS.header.map((format) => MEDIA_TYPES[format]));
    }
  }
});
