import { HeaderError } from "../../lib/errors.ts";
import { listedFileName, safeFileName } from "../../lib/array/file_name.ts";
import { equal, throws } from "../assert.ts";
import { refusedWith } from "../support/reply.ts";

Deno.test("safeFileName() passes plain names, folders and blanks inside", () => {
  for (const name of ["mask.raw", "a b.npy", "sub/folder/mask.raw", "1 2 3", "x y:z", "a..b"]) {
    equal(safeFileName(name), name);
  }
});

Deno.test("safeFileName() passes four words and more only where a byte skip keeps VTK away", () => {
  for (const name of ["my mask of liver.npy", "m 0 3 1", "a/b c/d  e f"]) {
    equal(safeFileName(name, true), name);
    throws(() => safeFileName(name), refusedWith("header-injection", /4 words/));
  }
  throws(() => safeFileName("m%d 0 3 1.npy", true), refusedWith("header-injection", /%/));
});

Deno.test("listedFileName() passes templates, and says what helps where it refuses", () => {
  for (const name of ["im %03d 0 3 1.dcm", "50%.dcm", "CT of the head 1"]) {
    equal(listedFileName(name), name);
  }
  throws(() => listedFileName("http://a/b.dcm"), refusedWith("header-injection", /like a URL/));
});

Deno.test("safeFileName() writes a file called LIST with its folder", () => {
  equal(safeFileName("LIST.raw"), "./LIST.raw");
  equal(safeFileName("SKIPLIST 2"), "./SKIPLIST 2");
  equal(safeFileName("~/mask.raw"), "./~/mask.raw");
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
    ".",
    "x/.",
    "x/",
    "volume.nhdr",
    "http://a/b.raw",
    "file:x.raw",
    "C:",
    "im%03d.raw",
    "a%i.raw 0 2 1",
    "mask.raw 0 3 1",
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
