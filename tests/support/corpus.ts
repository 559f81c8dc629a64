/**
 * Reads the corpus of real headers that lies beside the project, if it does.
 *
 * @module
 */

import { skipped } from "./skip.ts";

/** One series of the corpus and what must come out of it. */
export interface CorpusSet {
  readonly id: string;
  /** What makes it worth testing: `gantry-tilt`, `irregular`, `enhanced`, … */
  readonly kinds: readonly string[];
  /** Columns, rows, slices and, if there are several, volumes of the largest volume. */
  readonly shape: readonly number[];
  /** Centres of the eight corner voxels of that volume, LPS mm, in no order that matters. */
  readonly corners_lps?: readonly (readonly number[])[];
  /** Slices and frames of each orientation; only where frames carry planes. */
  readonly groups?: readonly { readonly slices: number; readonly frames: number }[];
  /** b-values and unit gradients (LPS, sign free) of a diffusion series, in the order of a tool. */
  readonly diffusion?: {
    readonly b: readonly number[];
    readonly gradients_lps: readonly (readonly number[])[];
  };
  /** Who says what must come out. */
  readonly truth: "planes" | "dcm2niix" | "itk" | "offsets";
  /** Which independent tools agree on it. */
  readonly confidence: string;
  readonly note?: string;
}

/** One object: its name within the series, and its bytes up to the pixels. */
export interface CorpusFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const folder = new URL("../../../shared/corpus/", import.meta.url);

/** All sets, by id; none, with one line that says so, where the corpus is absent. */
export function corpusSets(): readonly CorpusSet[] {
  let text;
  try {
    text = Deno.readTextFileSync(new URL("expected.json", folder));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    skipped("corpus", "../shared/corpus is absent");
    return [];
  }
  const sets = JSON.parse(text) as Record<string, Omit<CorpusSet, "id">>;
  return Object.entries(sets).map(([id, set]) => ({ id, ...set }))
    .sort((a, b) => a.id < b.id ? -1 : 1);
}

/** The objects of a set, sorted by name. */
export async function corpusFiles(id: string): Promise<CorpusFile[]> {
  const packed = await Deno.readFile(new URL(`series/${id}.tar.gz`, folder));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const tar = new Uint8Array(await new Response(stream).arrayBuffer());
  return [...untar(tar)].sort((a, b) => a.name < b.name ? -1 : 1);
}

const BLOCK = 512;

/** Regular files of a plain ustar archive; the corpus has no long names and no extensions. */
function* untar(tar: Uint8Array): Generator<CorpusFile> {
  const text = (from: number, length: number) =>
    new TextDecoder().decode(tar.subarray(from, from + length)).replace(/\0.*/s, "");
  for (let at = 0; tar[at]; at += BLOCK) {
    const name = text(at, 100);
    const size = parseInt(text(at + 124, 12), 8);
    const type = text(at + 156, 1);
    const data = at + BLOCK;
    if (type === "0" || type === "") yield { name, bytes: tar.slice(data, data + size) };
    at += Math.ceil(size / BLOCK) * BLOCK;
  }
}
