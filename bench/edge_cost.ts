/**
 * What requests cost where a platform bills them.
 *
 * @module
 */

/** What a request takes. */
export interface Taken {
  /** CPU time, ms. */
  readonly cpu: number;
  /** Memory of the process that answers it, MiB. */
  readonly memory: number;
}

/** Prices of a platform beyond what a plan includes, in US dollars. */
export interface Prices {
  readonly platform: string;
  readonly perMillionRequests: number;
  readonly perCpuSecond: number;
  /** For a GiB of memory. */
  readonly perGibSecond: number;
  /** GiB that are billed; absent: what the process takes. */
  readonly gib?: number;
}

/**
 * Prices as the platforms publish them; `docs/performance.md` says where and when they were read.
 *
 * Deno Deploy bills CPU time and memory by the hour. Memory is billed as long as an instance is up,
 * and here as long as it computes, which is the least that it can be.
 *
 * AWS Lambda bills memory alone, by the time until the answer, and gives a whole CPU with 1,769 MB:
 * with less memory what computes takes longer in the same proportion, and costs the same.
 */
export const PRICES: readonly Prices[] = [
  {
    platform: "Deno Deploy",
    perMillionRequests: 2,
    perCpuSecond: 0.05 / 3600,
    perGibSecond: 0.016 / 3600,
  },
  {
    platform: "Cloudflare Workers",
    perMillionRequests: 0.3,
    perCpuSecond: 0.02 / 1000,
    perGibSecond: 0,
  },
  {
    platform: "AWS Lambda, x86",
    perMillionRequests: 0.2,
    perCpuSecond: 0,
    perGibSecond: 0.0000166667,
    gib: 1769 / 1024,
  },
];

/** US dollars that a million such requests cost. */
export function costOfMillion({ cpu, memory }: Taken, prices: Prices): number {
  const seconds = 1_000_000 * cpu / 1000;
  const gib = prices.gib ?? memory / 1024;
  return prices.perMillionRequests + seconds * (prices.perCpuSecond + gib * prices.perGibSecond);
}
