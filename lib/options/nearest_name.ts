/**
 * The nearest known name to one that does not exist.
 *
 * @module
 */

/** Slips that are still a slip, by the length of the name: one in four letters, and one at least. */
const SLIPS_BY_LENGTH = 1 / 4;

/** Longer texts are no misspelt name. */
const LONGEST = 100;

/**
 * The known name that is one or two slips (a letter too many, too few, another, or two exchanged)
 * away. Only known names come out, so that an answer is safe to show for any input.
 *
 * @param text What was typed
 * @param names Those that exist
 * @returns The nearest; undefined where none is near
 */
export function nearestName(text: string, names: readonly string[]): string | undefined {
  if (text.length > LONGEST) return undefined;
  const typed = text.toLowerCase().replaceAll(/[-_\s]/g, "");
  let nearest: { readonly name: string; readonly slips: number } | undefined;
  for (const name of names) {
    const most = Math.max(1, Math.floor(name.length * SLIPS_BY_LENGTH));
    if (Math.abs(name.length - typed.length) > most) continue;
    const slips = slipsBetween(typed, name.toLowerCase());
    if (slips <= most && (!nearest || slips < nearest.slips)) nearest = { name, slips };
  }
  return nearest?.name;
}

/** Edit distance in which the exchange of two neighbours counts as one (optimal string alignment). */
function slipsBetween(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let slips = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      const exchanged = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (exchanged) slips = Math.min(slips, before[j - 2]! + 1);
      row.push(slips);
    }
    [before, last] = [last, row];
  }
  return last[b.length]!;
}
