/** Types of `@std/assert`: the package on npm is JavaScript alone. */

declare module "@std/assert" {
  /** What a failed assertion throws. */
  export class AssertionError extends Error {
    constructor(message: string, options?: ErrorOptions);
  }

  /** Fails unless the condition holds. */
  export function assert(condition: unknown, message?: string): asserts condition;

  /** Fails unless the difference is within the tolerance, or both are the same (`Object.is`). */
  export function assertAlmostEquals(
    actual: number,
    expected: number,
    tolerance?: number,
    message?: string,
  ): void;

  /** Fails unless both hold the same; 0 and −0 count as the same. */
  export function assertEquals<T>(actual: T, expected: T, message?: string): void;

  /** Fails unless it is an error, of the class and with the message that are asked for. */
  export function assertIsError<E extends Error = Error>(
    error: unknown,
    ErrorClass?: abstract new (...args: never) => E,
    messageMatches?: string | RegExp,
    message?: string,
  ): asserts error is E;

  /** Fails unless the text matches. */
  export function assertMatch(actual: string, expected: RegExp, message?: string): void;

  /** Fails unless what the function promises is refused; the promise is then of the reason. */
  export function assertRejects(
    act: () => PromiseLike<unknown>,
    message?: string,
  ): Promise<unknown>;

  /** Fails unless both are the same (`Object.is`). */
  export function assertStrictEquals<T>(
    actual: unknown,
    expected: T,
    message?: string,
  ): asserts actual is T;

  /** Fails unless the function throws, and returns what it threw. */
  export function assertThrows(act: () => unknown, message?: string): unknown;
  /** Fails. */
  export function fail(message?: string): never;
}
