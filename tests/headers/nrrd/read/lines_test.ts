/** Where a header ends in the bytes of a file. */

import { headerLength, splitHeader } from "../../../../lib/headers/nrrd/read/lines.ts";
import { deepEqual, equal } from "../../../assert.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

Deno.test("a header ends with its empty line, before data that may hold another", () => {
  equal(headerLength(bytes("NRRD0004\na: b\n\ndata\n\n")), 15);
  equal(headerLength(bytes("NRRD0004\r\na: b\r\n\r\ndata")), 18);
  equal(headerLength(bytes("NRRD0004\na: b\n\r\ndata")), 16);
  equal(headerLength(bytes("NRRD0004\na: b\n")), undefined);
  equal(headerLength(new Uint8Array()), undefined);
});

Deno.test("lines joined are the header, data behind it are not", () => {
  const header = "NRRD0004\r\n# c\r\ntype: short\r\n\r\n";
  deepEqual(splitHeader(`${header}\u0001\n\nbinary: x`).lines.join(""), header);
  const list = "NRRD0004\ntype: short\ndata file: LIST\na.raw\nb.raw\n";
  deepEqual(splitHeader(list).lines.join(""), list);
});

Deno.test("a value's column is where it stands", () => {
  const { fields, lines } = splitHeader("NRRD0004\nSPACE ORIGIN:   (1,2,3)  \n\n");
  const { line, column, value } = fields.get("space origin")!;
  equal(lines[line]!.slice(column, column + value.length), "(1,2,3)");
});
