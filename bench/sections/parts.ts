/**
 * Parts of a request as tar, each without the others.
 *
 * @module
 */

import { app, requestOf, textOf } from "../own.ts";
import { withDicomParser } from "../parsers.ts";
import { post, readOnly, tarOf } from "../requests.ts";
import { clinicalSeries } from "../series.ts";
import { count, figure, type Table } from "../table.ts";
import { timeAll } from "../timing.ts";
import { seconds, type Settings } from "./section.ts";

const SIZES = [10, 140, 1000, 5000] as const;

/** So few headers cost less than the request around them, so that nothing is aimed at. */
const FEW = 10;

/** What values, geometry and the reply may take of what dicom-parser does. */
const REPLY = { atMost: 0.16 };

/** Parts of a request. */
export async function parts(settings: Settings): Promise<readonly Table[]> {
  const columns: string[][] = [];
  for (const size of SIZES) {
    const headers = clinicalSeries(size);
    const tar = tarOf(headers);
    const found = await timeAll({
      dicomParser: () => withDicomParser(headers),
      request: () => post(app.fetch, tar),
      readOnly: () => post(readOnly, tar),
      reading: () => requestOf(headers),
      // Anew each time: what was decoded once is remembered.
      reply: {
        prepare: () => {
          const request = requestOf(headers);
          return () => textOf(request);
        },
      },
    }, seconds(6, settings));
    const part = (name: keyof typeof found) => found[name].ratioTo(found.dicomParser);
    columns.push([
      figure(part("readOnly"), 2),
      figure(part("reading"), 2),
      figure(part("reply"), 2, size > FEW ? REPLY : undefined),
      figure(part("request"), 2),
      figure(1000 * found.dicomParser.median / size, 1),
    ]);
  }
  const rows = [
    "HTTP: a handler that only reads the body",
    "reading headers",
    "values, geometry and the reply as text",
    "the whole request",
    "dicom-parser, µs a header",
  ];
  return [{
    caption: "Parts of a request as tar, × dicom-parser",
    head: ["headers", ...SIZES.map(count)],
    rows: rows.map((name, k) => [name, ...columns.map((column) => column[k]!)]),
  }];
}
