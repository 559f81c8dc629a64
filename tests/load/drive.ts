/**
 * Clients that send one request after the other.
 *
 * @module
 */

/** What clients saw. */
export interface Driven {
  readonly requests: number;
  readonly errors: number;
  readonly seconds: number;
  /** Milliseconds from the first byte sent to the last received. */
  readonly p50: number;
  readonly p99: number;
}

/**
 * Lets clients send until it is enough.
 *
 * @param atOnce Requests under way at any time
 * @param goOn Whether another one is begun, by how many were and the seconds since the first
 * @param ask Sends the request of that number, and says whether its answer is right
 */
export async function drive(
  atOnce: number,
  goOn: (begun: number, seconds: number) => boolean,
  ask: (number: number) => Promise<boolean>,
): Promise<Driven> {
  const durations: number[] = [];
  let [begun, errors] = [0, 0];
  const started = performance.now();
  const elapsed = () => (performance.now() - started) / 1000;
  const client = async () => {
    while (goOn(begun, elapsed())) {
      const sent = performance.now();
      const right = await ask(begun++);
      durations.push(performance.now() - sent);
      if (!right) errors++;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, client));
  const seconds = elapsed();
  durations.sort((a, b) => a - b);
  const at = (part: number) => durations[Math.floor(part * (durations.length - 1))]!;
  return { requests: durations.length, errors, seconds, p50: at(0.5), p99: at(0.99) };
}
