/**
 * Kinds of worlds against what became of them.
 *
 * @module
 */

import { type Kind, KINDS, type Outcome } from "./trial.ts";

const RESULTS = ["right", "part", "refused", "unreasoned", "wrong"] as const;

/** Outcomes, counted; of every kind of fault the first world is kept. */
export class Tally {
  readonly #counts = new Map<string, number>();
  readonly #odd = new Map<string, { readonly first: Outcome; count: number }>();

  /** Counts one. */
  add(outcome: Outcome): void {
    const { kind, result } = outcome;
    const key = `${kind} ${result}`;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
    if (result !== "wrong" && result !== "unreasoned") return;
    const fault = faultOf(outcome);
    const known = this.#odd.get(fault);
    if (known) known.count++;
    else this.#odd.set(fault, { first: outcome, count: 1 });
  }

  /** How many worlds ended so. */
  count(result: Outcome["result"], kinds = Object.keys(KINDS) as Kind[]): number {
    return kinds.reduce((sum, kind) => sum + (this.#counts.get(`${kind} ${result}`) ?? 0), 0);
  }

  /** The first world of every fault, and how many there are. */
  get odd(): readonly { readonly first: Outcome; readonly count: number }[] {
    return [...this.#odd.values()];
  }

  /** A table, and below it the first world of every fault. */
  toString(): string {
    const line = (name: string, cells: readonly (string | number)[]) =>
      name.padEnd(18) + cells.map((cell) => String(cell).padStart(12)).join("");
    const kinds = Object.keys(KINDS) as Kind[];
    return [
      line("", RESULTS),
      ...kinds.map((kind) => line(kind, RESULTS.map((result) => this.count(result, [kind])))),
      line("all", RESULTS.map((result) => this.count(result))),
      ...this.odd.map(({ first, count }) =>
        `${faultOf(first)}: ${count}, the first is world ${first.number} (${first.what})`
      ),
    ].join("\n");
  }
}

/** A fault by itself and by the kind of world. */
function faultOf({ kind, result, word }: Outcome): string {
  return `${result}, ${word}, ${kind}`;
}
