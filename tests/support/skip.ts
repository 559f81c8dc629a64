/**
 * Says in the test report what was not tested, and why.
 *
 * @module
 */

/** Adds one ignored test, so that the report has one line: `<what> is skipped: <why>`. */
export function skipped(what: string, why: string): void {
  Deno.test({ name: `${what} is skipped: ${why}`, ignore: true, fn: () => {} });
}
