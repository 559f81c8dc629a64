/**
 * Counts in sentences.
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
