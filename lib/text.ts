/**
 * Words, counts and numbers for sentences.
 *
 * @module
 */

/** `1 slice`, `20 slices`: a number and what it counts. */
export function counted(count: number, one: string, many: string = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** `is` or `are`, `has` or `have`: the verb for so many. */
export function verb(count: number, one: string, many: string): string {
  return count === 1 ? one : many;
}

/** `1st`, `12th`, `23rd` */
export function ordinal(n: number): string {
  const ending = n % 100 >= 11 && n % 100 <= 13 ? "th" : ["th", "st", "nd", "rd"][n % 10] ?? "th";
  return `${n}${ending}`;
}

/** A number for a sentence: at most five significant digits, no exponent for everyday sizes. */
export function brief(value: number): string {
  return String(Number(value.toPrecision(5)));
}

const BRIEFEST = 5;
const LONGEST = 17;

/** Two numbers with as many digits as it takes to distinguish them. */
export function apart(a: number, b: number): [a: string, b: string] {
  for (let digits = BRIEFEST; digits < LONGEST; digits++) {
    const pair = [a, b].map((value) => String(Number(value.toPrecision(digits))));
    if (pair[0] !== pair[1]) return [pair[0]!, pair[1]!];
  }
  return [String(a), String(b)];
}

/** `a, b and c` */
export function list(parts: readonly string[]): string {
  const last = parts.at(-1) ?? "";
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(", ")} and ${last}`;
}

/** Numbers, briefly. */
export function briefly(values: readonly number[]): string {
  return list(values.map(brief));
}

/** A code in words: `missing-slices` → `Missing slices`. */
export function titleOf(code: string): string {
  const words = code.replaceAll("-", " ").replace(/\b(dicom|json|4d)\b/g, (w) => w.toUpperCase());
  return words.charAt(0).toUpperCase() + words.slice(1);
}
