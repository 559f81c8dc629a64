/** Random numbers that a seed repeats: a failing trial is named by its number alone. */
export class Random {
  #state: number;

  /** @param seed Any integer */
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 up to, not including, 1 (Mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0 up to, not including, `end`. */
  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  /** One of several. */
  of<T>(values: readonly T[]): T {
    return values[this.below(values.length)]!;
  }

  /** Whether something that happens this often, from 0 to 1, happens now. */
  chance(part: number): boolean {
    return this.next() < part;
  }

  /** Between two numbers. */
  between(least: number, most: number): number {
    return least + (most - least) * this.next();
  }

  /** Between two positive numbers, every order of magnitude as likely as any other. */
  magnitude(least: number, most: number): number {
    return Math.exp(this.between(Math.log(least), Math.log(most)));
  }

  /** The same members in an order of chance. */
  shuffled<T>(values: readonly T[]): T[] {
    const members = [...values];
    for (let last = members.length - 1; last > 0; last--) {
      const other = this.below(last + 1);
      [members[last], members[other]] = [members[other]!, members[last]!];
    }
    return members;
  }

  /** As many bytes, which hardly compress. */
  bytes(length: number): Uint8Array<ArrayBuffer> {
    return Uint8Array.from({ length }, () => this.below(256));
  }
}
