/**
 * Measurements as a plain table.
 *
 * @module
 */

interface Row {
  readonly name: string;
  /** Microseconds for one object. */
  readonly each: number;
  readonly ratio: number;
  /** The ratio that it may be. */
  readonly limit: number | undefined;
}

interface Section {
  readonly title: string;
  readonly unit: string;
  readonly rows: Row[];
}

/** Collects rows, and writes them down at the end. */
export class Table {
  readonly #sections: Section[] = [];

  /**
   * Begins a section.
   *
   * @param title What is done
   * @param unit What ratios are to
   */
  section(title: string, unit: string): void {
    this.#sections.push({ title, unit, rows: [] });
  }

  /**
   * Adds a row to the last section.
   *
   * @param milliseconds For all objects
   * @param limit The ratio that it may be
   */
  row(name: string, milliseconds: number, objects: number, ratio: number, limit?: number): void {
    this.#sections.at(-1)!.rows.push({ name, each: 1000 * milliseconds / objects, ratio, limit });
  }

  toString(): string {
    return this.#sections.map(({ title, unit, rows }) => {
      const head = line(title, "µs each", unit, "");
      return [head, "-".repeat(head.length), ...rows.map(rowText)].join("\n");
    }).join("\n\n");
  }
}

function rowText({ name, each, ratio, limit }: Row): string {
  const verdict = limit === undefined ? "" : `≤ ${limit}${ratio > limit ? ", missed" : ""}`;
  return line(name, each.toFixed(1), ratio.toFixed(2), verdict);
}

function line(name: string, each: string, ratio: string, verdict: string): string {
  return `${name.padEnd(58)}${each.padStart(14)}${ratio.padStart(18)}  ${verdict}`.trimEnd();
}
