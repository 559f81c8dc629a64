import { Multipart } from "../../lib/intake/multipart.ts";
import { deepEqual } from "../assert.ts";

const BOUNDARY = "b-0";

/** Contents with what is easily taken for a delimiter, at their starts and ends above all. */
const CONTENTS = [
  "",
  "\r\n--b-",
  "\r\n\r\n--b\r\n--b-1",
  "--b-0\r\n",
  "\r",
  "\r\n--b\r\n--b-\r\n",
  "x".repeat(30),
];

const body = new TextEncoder().encode(
  `preamble\r\n--b\r\n${
    CONTENTS.map((content) => `--${BOUNDARY}\r\n\r\n${content}\r\n`).join("")
  }--${BOUNDARY}--\r\nepilogue`,
);

/** Contents of the parts when the body comes in these pieces. */
function contentsOf(pieces: readonly Uint8Array[]): string[] {
  const contents: string[] = [];
  const multipart = new Multipart(BOUNDARY, () => {
    let content = "";
    return {
      push: (chunk) => content += new TextDecoder().decode(chunk),
      end: () => contents.push(content),
      fail: (error) => {
        throw error;
      },
    };
  });
  for (const piece of pieces) multipart.push(piece);
  multipart.end();
  return contents;
}

Deno.test("wherever a multipart body is cut, its parts are the same", () => {
  deepEqual(contentsOf([body]), CONTENTS);
  for (let first = 0; first <= body.length; first++) {
    for (const size of [0, 1, 3, 6, 7, 8, 20]) {
      const second = Math.min(first + size, body.length);
      const cuts = [body.subarray(0, first), body.subarray(first, second), body.subarray(second)];
      deepEqual(contentsOf(cuts), CONTENTS, `cut at ${first} and ${second}`);
    }
  }
  for (let size = 1; size < 20; size++) {
    const pieces = Array.from(
      { length: Math.ceil(body.length / size) },
      (_, k) => body.subarray(k * size, (k + 1) * size),
    );
    deepEqual(contentsOf(pieces), CONTENTS, `pieces of ${size}`);
  }
});
