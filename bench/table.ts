/**
 * Figures as a table of Markdown, ready to stand in `docs/performance.md`.
 *
 * @module
 */

/** One table. */
export interface Table {
  /** What it shows, in a few words: it is found by them in the document. */
  readonly caption: string;
  readonly head: readonly string[];
  /** The first cell of each says what it is about. */
  readonly rows: readonly (readonly string[])[];
}

/** What a figure is to be. */
export type Aim = { readonly atMost: number } | { readonly atLeast: number };

/** What is said of a figure that is not what it is to be. */
export const MISSED = "missed";

/** A figure, and its aim if it has one: `0.36 (≤ 0.4)`, `0.44 (≤ 0.4, missed)`. */
export function figure(value: number, digits: number, aim?: Aim): string {
  const shown = value.toLocaleString("en-US", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  if (aim === undefined) return shown;
  const [sign, bound, met] = "atMost" in aim
    ? ["≤", aim.atMost, value <= aim.atMost]
    : ["≥", aim.atLeast, value >= aim.atLeast];
  return `${shown} (${sign} ${bound}${met ? "" : `, ${MISSED}`})`;
}

/** A whole number with commas. */
export function count(value: number): string {
  return figure(value, 0);
}

/** The table in Markdown: columns of numbers stand to the right. */
export function markdown({ head, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const sides = head.map((_, column) =>
    column > 0 && rows.every((cells) => /^(\d|refused$|$)/.test(cells[column]!)) ? "---:" : "---"
  );
  return [head, sides, ...rows].map(line).join("\n");
}

/** Rows that miss an aim, in words. */
export function missed({ caption, rows }: Table): string[] {
  return rows.flatMap((cells) =>
    cells.filter((cell) => cell.includes(MISSED)).map((cell) => `${caption}, ${cells[0]}: ${cell}`)
  );
}
