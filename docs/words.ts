/**
 * Text as `deno fmt` lays it out.
 *
 * @module
 */

/** As in deno.json. */
export const LINE_WIDTH = 100;

/** Lines of a paragraph. */
export function filled(paragraph: string, width = LINE_WIDTH): string {
  const lines = [""];
  for (const word of paragraph.split(" ")) {
    const line = lines.at(-1)!;
    if (line === "") lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= width) lines[lines.length - 1] += ` ${word}`;
    else lines.push(word);
  }
  return lines.join("\n");
}

/** A heading and what is below it. */
export function section(title: string, ...paragraphs: readonly string[]): string {
  return [`## ${title}`, ...paragraphs.map((text) => filled(text))].join("\n\n") + "\n";
}

/** An item of a list. */
export function item(text: string): string {
  return `- ${filled(text, LINE_WIDTH - 2).replaceAll("\n", "\n  ")}`;
}

/** A table; the first row is its head. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) => line(row.map((cell, column) => cell.padEnd(widths[column]!))));
  return [lines[0], line(widths.map((width) => "-".repeat(width))), ...lines.slice(1)].join("\n");
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
