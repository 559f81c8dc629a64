/**
 * Parts of a text that are left out: proposed in the order of the text, some withdrawn, the others
 * taken out.
 *
 * @module
 */

/** Instead of a cut. */
export const NO_CUT = -1;

/** Numbers that are kept of a cut: where it begins, where it ends, and the one before. */
const NUMBERS = 3;

/** Cuts in numbers, and not in objects: there may be millions. */
export class JsonCuts {
  #numbers = new Int32Array(0);
  #count = 0;

  /**
   * Proposes to leave out a part.
   *
   * @param previous Proposed for the same reason before, or {@linkcode NO_CUT}
   * @returns The cut; the previous one, longer now, where this part goes on at its end
   */
  propose(from: number, to: number, previous: number): number {
    if (previous !== NO_CUT && this.#numbers[previous + 1] === from) {
      this.#numbers[previous + 1] = to;
      return previous;
    }
    const cut = NUMBERS * this.#count++;
    if (cut === this.#numbers.length) this.#grow();
    this.#numbers[cut] = from;
    this.#numbers[cut + 1] = to;
    this.#numbers[cut + 2] = previous;
    return cut;
  }

  /** Where a cut begins and ends. */
  range(cut: number): [from: number, to: number] {
    return [this.#numbers[cut]!, this.#numbers[cut + 1]!];
  }

  /** Takes back a proposal, and gives the one before. */
  withdraw(cut: number): number {
    this.#numbers[cut + 1] = this.#numbers[cut]!;
    return this.#numbers[cut + 2]!;
  }

  /** The text without what is left out. */
  takenFrom(bytes: Uint8Array): Uint8Array {
    const ends = NUMBERS * this.#count;
    let size = bytes.length;
    for (let cut = 0; cut < ends; cut += NUMBERS) {
      size -= this.#numbers[cut + 1]! - this.#numbers[cut]!;
    }
    if (size === bytes.length) return bytes;
    const kept = new Uint8Array(size);
    let [from, at] = [0, 0];
    for (let cut = 0; cut < ends; cut += NUMBERS) {
      const [start, end] = this.range(cut);
      if (start === end) continue;
      kept.set(bytes.subarray(from, start), at);
      at += start - from;
      from = end;
    }
    kept.set(bytes.subarray(from), at);
    return kept;
  }

  #grow(): void {
    const numbers = new Int32Array(Math.max(NUMBERS * 64, 2 * this.#numbers.length));
    numbers.set(this.#numbers);
    this.#numbers = numbers;
  }
}
