import { fc } from "../support/property.ts";
import { Multipart, type Part, readPartHeader } from "../../lib/intake/multipart.ts";
import { deepEqual, equal, throws } from "../assert.ts";
import { cuts, Entries, feed, feedBytewise, join } from "./support.ts";

/** Parts of a body, cut at the given places. */
function split(boundary: string, body: Uint8Array, places: readonly number[] = []) {
  const entries = new Entries();
  const parts: Part[] = [];
  const sink = new Multipart(boundary, (part) => {
    parts.push(part);
    return entries.open(part.file ?? part.name);
  });
  feed(sink, body, places);
  return { parts, found: entries.found, texts: entries.texts() };
}

/** What the runtime itself makes of a form. */
async function serialised(form: FormData): Promise<{ boundary: string; body: Uint8Array }> {
  const response = new Response(form);
  const boundary = /boundary=(.*)$/.exec(response.headers.get("Content-Type")!)![1]!;
  return { boundary, body: new Uint8Array(await response.arrayBuffer()) };
}

Deno.test("Multipart gives back what FormData holds, wherever the body is cut", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.stringMatching(/^[\w.äł -]{1,20}$/), fc.uint8Array({ maxLength: 300 }))),
      cuts,
      async (files, places) => {
        const form = new FormData();
        form.append("order", "given");
        for (const [name, bytes] of files) form.append("file", new Blob([bytes.slice()]), name);
        const { boundary, body } = await serialised(form);
        const { parts, found } = split(boundary, body, places);
        deepEqual(parts.map(({ file }) => file), [undefined, ...files.map(([name]) => name)]);
        deepEqual(
          found.map(({ bytes }) => [...bytes]),
          [[...join("given")], ...files.map(([, bytes]) => [...bytes])],
        );
        equal(found.every(({ outcome }) => outcome === "ended"), true);
      },
    ),
    { numRuns: 60 },
  );
});

Deno.test("Multipart takes single bytes, and contents that look almost like the boundary", () => {
  const tricky = "\r\n--\r\n-- B\r\n--Ba\r\n\r\r\n--";
  const body = join(`--Bound\r\nA: b\r\n\r\n${tricky}\r\n--Bound\r\n\r\nx\r\n--Bound--`);
  const entries = new Entries();
  feedBytewise(new Multipart("Bound", (part) => entries.open(part.file)), body);
  deepEqual(entries.texts(), [[undefined, tricky, "ended"], [undefined, "x", "ended"]]);
});

Deno.test("Multipart reads multipart/related: preamble, white space, epilogue, empty part", () => {
  const body = join(
    "preamble, to be ignored\r\n--b-1  \r\nContent-Type: application/dicom;\r\n",
    ' transfer-syntax="1.2.840.10008.1.2.1"\r\nContent-Location: /x\r\n\r\nONE\r\n--b-1\r\n',
    "Content-Type: application/dicom\r\n\r\n\r\n--b-1--\r\nepilogue --b-1 and more",
  );
  const { parts, texts } = split("b-1", body);
  deepEqual(texts, [[undefined, "ONE", "ended"], [undefined, "", "ended"]]);
  deepEqual(parts.map(({ mediaType }) => mediaType), ["application/dicom", "application/dicom"]);
});

Deno.test("readPartHeader() reads names as curl, browsers and RFC 8187 write them", () => {
  const file = (disposition: string) =>
    readPartHeader(`Content-Disposition: form-data; name="f"; ${disposition}`).file;
  equal(file('filename="a/b/IM 1.dcm"'), "a/b/IM 1.dcm");
  equal(file('filename="say \\"a\\"; b.dcm"'), 'say "a"; b.dcm');
  equal(file('filename="say %22a%22.dcm"'), 'say "a".dcm');
  equal(file('filename="100%.dcm"'), "100%.dcm");
  equal(file('filename="Łódź 日本.dcm"'), "Łódź 日本.dcm");
  equal(file("filename=plain.dcm"), "plain.dcm");
  equal(file("filename=\"x\"; filename*=UTF-8''%C5%81%C3%B3d%C5%BA.dcm"), "Łódź.dcm");
  equal(file("filename=\"x\"; filename*=UTF-8''%zz"), "x");
  equal(file("other=1"), undefined);
});

Deno.test("Multipart refuses bodies that break off or are malformed", () => {
  const none = () => ({ push() {}, end() {}, fail() {} });
  const refuses = (text: string, message: RegExp) =>
    throws(() => feed(new Multipart("B", none), join(text)), { code: "bad-request", message });
  refuses("--B\r\nA: b\r\n\r\ncontent", /ends before its last boundary/);
  refuses("--B\r\nA: b\r\n", /ends before its last boundary/);
  refuses("no boundary at all", /ends before its last boundary/);
  refuses("--B\r\nA: b\r\n\r\ncontent\r\n--B", /ends before its last boundary/);
  refuses("--Bad\r\nA: b\r\n\r\n", /malformed/);
  refuses(`--B\r\nA: ${"b".repeat(20_000)}\r\n\r\n`, /more than 16384/);
  refuses(`--B${" ".repeat(20_000)}\r\n\r\n`, /more than 16384/);
});
