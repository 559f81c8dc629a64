/**
 * Bytes that came in pieces.
 *
 * @module
 */

/** Several arrays one after the other; a copy only where more than one of them holds bytes. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const filled = parts.filter(({ length }) => length > 0);
  if (filled.length === 1) return filled[0]!;
  const whole = new Uint8Array(filled.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of filled) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
