import { HeaderError } from "../../lib/errors.ts";
import { safeFileName } from "../../lib/nrrd/file_name.ts";
import { equal, throws } from "../assert.ts";

Deno.test("safeFileName() passes plain names, folders and blanks inside", () => {
  for (const name of ["mask.raw", "a b.npy", "sub/folder/mask.raw"]) {
    equal(safeFileName(name), name);
  }
});

Deno.test("safeFileName() writes a file called LIST with its folder", () => {
  equal(safeFileName("LIST.raw"), "./LIST.raw");
  equal(safeFileName("SKIPLIST 2"), "./SKIPLIST 2");
});

Deno.test("safeFileName() refuses what readers take for something else", () => {
  const bad = [
    "",
    "-",
    "-x.raw",
    "/etc/x",
    "\\x",
    "c:x.raw",
    "a\\b",
    "../x",
    "a/../../x",
    "..",
    "im%03d.raw",
    "50%done.raw",
    "%d",
    "a\nb",
    "a\r\nkey:=value",
    "a\0b",
    "ü.raw",
    " a",
    "a ",
    "x".repeat(10_000),
  ];
  for (const name of bad) {
    throws(
      () => safeFileName(name),
      (error) => error instanceof HeaderError && error.code === "header-injection",
      JSON.stringify(name.slice(0, 20)),
    );
  }
});
