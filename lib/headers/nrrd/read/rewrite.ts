/**
 * A header with other geometry: only what changes is written anew, all else stays byte for byte.
 *
 * @module
 */

import type { Vector } from "../../../geometry/vector.ts";
import { SPACE_NAMES } from "../header.ts";
import { numberText, vectorText } from "../../number_text.ts";
import type { ReadHeader } from "./geometry.ts";
import type { FieldName } from "./lines.ts";
import { type Token, vectors, type VectorToken, words } from "./values.ts";

/** What changes; undefined stays. */
export interface HeaderChanges {
  readonly space?: "LPS" | "RAS" | undefined;
  /** Whether `space units` must say millimetres. */
  readonly millimetres?: boolean | undefined;
  /** Of the axes in space, in the header's order. */
  readonly directions: readonly (Vector | undefined)[];
  readonly origin?: Vector | undefined;
  /** Of all axes. */
  readonly sizes: readonly (number | undefined)[];
}

/** Fields that say with less what directions and origin say; readers refuse both together. */
const REPLACED: readonly FieldName[] = ["spacings", "axis mins", "axis maxs"];

/**
 * Writes changes into a header.
 *
 * @param header With as many directions as `changes`, if it has any
 * @returns The whole header, up to and including the empty line if it has one
 */
export function rewriteHeader(header: ReadHeader, changes: HeaderChanges): string {
  const edit = new Edit(header);
  edit.space(changes.space);
  if (changes.millimetres) edit.millimetres();
  if (header.oriented) edit.directions(changes.directions);
  else edit.newDirections(changes.directions);
  edit.origin(changes.origin);
  edit.sizes(changes.sizes);
  return edit.text();
}

/** Lines on their way to other lines. */
class Edit {
  readonly #header: ReadHeader;
  readonly #lines: string[];
  /** Lines that are put behind the line of that index. */
  readonly #behind = new Map<number, string[]>();
  readonly #lineBreak: string;

  constructor(header: ReadHeader) {
    this.#header = header;
    this.#lines = [...header.lines];
    this.#lineBreak = header.lines[0]!.endsWith("\r\n") ? "\r\n" : "\n";
  }

  text(): string {
    return this.#lines.map((line, n) => line + (this.#behind.get(n) ?? []).join("")).join("");
  }

  space(space: "LPS" | "RAS" | undefined): void {
    if (space === undefined) return;
    const said = this.#header.fields.get("space");
    const time = /(-time|t)$/i.test(said?.value ?? "") && this.#header.space ? "-time" : "";
    const name = `${SPACE_NAMES[space]}${time}`;
    if (said) {
      const { column, value } = said;
      this.#replace(said.line, { text: value, start: column, end: column + value.length }, name);
    } else {
      // A name and a number of dimensions exclude each other.
      this.#drop("space dimension");
      this.#insert(this.#lastLine("dimension", "sizes"), `space: ${name}`);
    }
  }

  millimetres(): void {
    const field = this.#header.fields.get("space units");
    for (const token of field ? words(field).reverse() : []) {
      this.#replace(field!.line, token, '"mm"');
    }
  }

  directions(directions: HeaderChanges["directions"]): void {
    const field = this.#header.fields.get("space directions")!;
    const spatial = vectors(field).filter((token) =>
      token.vector?.some((component) => component !== 0)
    );
    this.#vectors(field.line, spatial, directions);
  }

  /** Directions for a header that has only spacings. */
  newDirections(directions: HeaderChanges["directions"]): void {
    if (directions.every((direction) => direction === undefined)) return;
    let next = 0;
    const perAxis = this.#header.axes.map(({ direction }) =>
      direction ? vectorText(directions[next++] ?? direction) : "none"
    );
    for (const name of REPLACED) this.#drop(name);
    this.#insert(
      this.#lastLine("dimension", "sizes", "space"),
      `space directions: ${perAxis.join(" ")}`,
    );
  }

  origin(origin: Vector | undefined): void {
    if (origin === undefined) return;
    const field = this.#header.fields.get("space origin");
    if (field) this.#vectors(field.line, vectors(field).slice(0, 1), [origin]);
    else {
      this.#insert(
        this.#lastLine("dimension", "sizes", "space", "space directions"),
        `space origin: ${vectorText(origin)}`,
      );
    }
  }

  sizes(sizes: HeaderChanges["sizes"]): void {
    const field = this.#header.fields.get("sizes");
    if (field === undefined) return;
    const tokens = words(field);
    for (let n = tokens.length - 1; n >= 0; n--) {
      const size = sizes[n];
      if (size !== undefined) this.#replace(field.line, tokens[n]!, String(size));
    }
  }

  /** From the last to the first, so that columns stay what they are. */
  #vectors(
    line: number,
    tokens: readonly VectorToken[],
    values: readonly (Vector | undefined)[],
  ): void {
    for (let n = tokens.length - 1; n >= 0; n--) {
      const value = values[n];
      if (value === undefined) continue;
      const { numbers } = tokens[n]!;
      const text = [...value.map(numberText), ...numbers.slice(3)].join(",");
      this.#replace(line, tokens[n]!, `(${text})`);
    }
  }

  #replace(line: number, { start, end }: Token, text: string): void {
    const before = this.#lines[line]!;
    this.#lines[line] = before.slice(0, start) + text + before.slice(end);
  }

  #drop(name: FieldName): void {
    const field = this.#header.fields.get(name);
    if (field) this.#lines[field.line] = "";
  }

  #insert(behind: number, text: string): void {
    this.#behind.set(behind, [...this.#behind.get(behind) ?? [], text + this.#lineBreak]);
  }

  #lastLine(...names: readonly FieldName[]): number {
    return Math.max(0, ...names.map((name) => this.#header.fields.get(name)?.line ?? 0));
  }
}
