/**
 * Reading headers alone, without a request around it.
 *
 * @module
 */

import { Intake } from "../../lib/intake/intake.ts";
import { corpusFiles, corpusSets } from "../../tests/support/corpus.ts";
import { readInto } from "../own.ts";
import { type Bytes, PARSERS, withDaikon, withDcmjs, withDicomParser } from "../parsers.ts";
import { clinicalSeries } from "../series.ts";
import { count, figure, type Table } from "../table.ts";
import { timeAll } from "../timing.ts";
import { seconds, type Settings } from "./section.ts";

/** Made headers with all parsers, real ones with those that take all of them. */
export async function reading(settings: Settings): Promise<readonly Table[]> {
  const made = clinicalSeries(140);
  const { dicomParser, own, daikon, dcmjs } = await timeAll({
    dicomParser: () => withDicomParser(made),
    own: () => readInto(new Intake(), made),
    daikon: () => withDaikon(made),
    dcmjs: () => withDcmjs(made),
  }, seconds(8, settings));
  const rows = [[
    "made",
    ...sizes(made),
    figure(own.ratioTo(dicomParser), 2),
    figure(daikon.ratioTo(own), 1),
    figure(dcmjs.ratioTo(own), 1),
  ]];
  const real = (await Promise.all(corpusSets().map(({ id }) => corpusFiles(id)))).flat();
  if (real.length > 0) {
    const found = await timeAll({
      dicomParser: () => withDicomParser(real),
      own: () => readInto(new Intake(), real),
    }, seconds(8, settings));
    const ratio = figure(found.own.ratioTo(found.dicomParser), 2);
    rows.push(["real, of all kinds", ...sizes(real), ratio, "", ""]);
  }
  return [{
    caption: "Reading headers alone",
    head: [
      "headers",
      "how many",
      "bytes each",
      `× dicom-parser ${PARSERS["dicom-parser"].version}`,
      `daikon ${PARSERS.daikon.version}, × ours`,
      `dcmjs ${PARSERS.dcmjs.version}, × ours`,
    ],
    rows,
  }];
}

function sizes(files: readonly Bytes[]): string[] {
  const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0) / files.length;
  return [count(files.length), count(bytes)];
}
