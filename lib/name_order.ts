/**
 * Names of files, by their letters and by the numbers in them.
 *
 * `sorted(os.listdir())` puts I10 before I2, file managers and `ls -v` after it. An array that was
 * stacked in one order is not in the other.
 *
 * @module
 */

/** Runs of digits, and what stands between them. */
const PIECES = /\d+|\D+/g;

/** By letters, folder by folder, as `sorted()` has it: I10 before I2. */
export function byLetters(a: string, b: string): number {
  const [these, those] = [a.split("/"), b.split("/")];
  const at = these.findIndex((name, k) => name !== those[k]);
  if (at < 0) return these.length - those.length;
  if (those[at] === undefined) return 1;
  return these[at]! < those[at]! ? -1 : 1;
}

/** By numbers, where names have them at the same place: I2 before I10. */
export function byNumbers(a: string, b: string): number {
  const [these, those] = [a.match(PIECES) ?? [], b.match(PIECES) ?? []];
  for (const [k, piece] of these.entries()) {
    const other = those[k];
    if (other === undefined) return 1;
    if (piece === other) continue;
    const difference = /^\d/.test(piece) && /^\d/.test(other) ? compareDigits(piece, other) : 0;
    if (difference !== 0) return difference;
    return piece < other ? -1 : 1;
  }
  return these.length - those.length;
}

/** UIDs have more digits than a number holds. */
function compareDigits(a: string, b: string): number {
  const [x, y] = [a.replace(/^0+/, ""), b.replace(/^0+/, "")];
  if (x.length !== y.length) return x.length - y.length;
  return x === y ? 0 : x < y ? -1 : 1;
}

/** The order that names have not: by their numbers where they stand by their letters, or the other way. */
export interface NameOrder {
  /** What it goes by. */
  readonly by: "letters" | "numbers";
  /** The names in that order. */
  readonly names: readonly string[];
  /** The first two that differ, as numbers have them: I2 before I10. */
  readonly example: readonly [before: string, after: string];
}

/**
 * The order of names by their numbers, where they stand by their letters, or by their letters, where
 * they stand by their numbers, and that is another order.
 *
 * @param names In the order sent, each once
 */
export function otherNameOrder(names: readonly string[]): NameOrder | undefined {
  const isSorted = (compare: typeof byLetters) =>
    names.every((name, k) => k === 0 || compare(names[k - 1]!, name) < 0);
  const by = isSorted(byLetters) ? "numbers" : isSorted(byNumbers) ? "letters" : undefined;
  if (by === undefined) return undefined;
  const sorted = names.toSorted(by === "numbers" ? byNumbers : byLetters);
  const at = sorted.findIndex((name, k) => name !== names[k]);
  if (at < 0) return undefined;
  const [sent, other] = [names[at]!, sorted[at]!];
  return { by, names: sorted, example: by === "numbers" ? [other, sent] : [sent, other] };
}
