/** Profiles as text, from one made by hand. */

import { profileText } from "../../bench/profile_text.ts";
import { equal } from "../assert.ts";

const node = (id: number, functionName: string, url: string, children: number[] = []) => ({
  id,
  children,
  callFrame: { functionName, url, lineNumber: 0, columnNumber: 0 },
});

Deno.test("times by room and function, with what a room calls counted once", () => {
  const profile = {
    nodes: [
      node(1, "(root)", "", [2, 6]),
      node(2, "answer", "routes", [3]),
      node(3, "read", "lib/dicom", [4, 5]),
      node(4, "scan", "lib/dicom"),
      node(5, "scan", "lib/dicom"),
      node(6, "(idle)", ""),
    ],
    samples: [2, 3, 4, 5, 6],
    timeDeltas: [100, 200, 300, 400, 5000],
  };
  const text = profileText(
    profile,
    "A request",
    "slice",
    10,
    ({ functionName: name, url }) =>
      url === "" ? undefined : { room: url, name, source: `${url}:1` },
  );
  equal(
    text,
    `A request
100.00 µs a slice under the profiler

   self     µs    with what it calls

 90.0 %    90.00  90.0 %   lib/dicom
 10.0 %    10.00 100.0 %   routes

   self     µs   function

 70.0 %    70.00   scan lib/dicom:1
 20.0 %    20.00   read lib/dicom:1
 10.0 %    10.00   answer routes:1
`,
  );
});
