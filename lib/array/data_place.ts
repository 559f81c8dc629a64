/**
 * Where the samples of an array are.
 *
 * @module
 */

/** One file with all samples. */
export interface DataFile {
  readonly file: string;
  /** Bytes before the first sample. */
  readonly byteSkip?: number | undefined;
}

/** Many files, each with as many samples as the others, in the order of the array. */
export interface DataFiles {
  readonly files: readonly string[];
  /** Axes of the array that one file holds; all of them: equal parts of the last one. */
  readonly axes: number;
  /** Bytes before the first sample of each. */
  readonly byteSkip?: number | undefined;
}

/** Where the samples are. */
export type DataPlace = "attached" | DataFile | DataFiles;
