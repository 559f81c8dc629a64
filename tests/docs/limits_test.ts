import { MAX_OPTIONS } from "../../lib/intake/intake.ts";
import { MAX_PART_HEADER } from "../../lib/intake/multipart.ts";
import { MAX_EXTENSION } from "../../lib/intake/tar.ts";
import { DEFAULT_LIMITS, LIMIT_NAMES, type Limits } from "../../lib/limits.ts";
import { MAX_VALUE } from "../../lib/headers/nrrd/read/values.ts";
import { MAX_OPTION } from "../../lib/options/read.ts";
import { MAX_FIELD } from "../../routes/read_body.ts";
import { deepEqual } from "../assert.ts";

const page = Deno.readTextFileSync(new URL("../../docs/limits.md", import.meta.url));

/** Cells of all table rows that have so many columns, without heads and rules. */
function rows(columns: number): string[][] {
  return page.split("\n").filter((line) => line.startsWith("| "))
    .map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()))
    .filter((cells) => cells.length === columns && /\d/.test(cells[1]!));
}

const UNITS: Readonly<Record<string, number>> = { GiB: 2 ** 30, MiB: 2 ** 20, KiB: 2 ** 10 };

/** `16 MiB`, `20,000` */
function amount(text: string): number {
  const [number = "", unit] = text.split(" ");
  return Number(number.replaceAll(",", "")) * (unit === undefined ? 1 : UNITS[unit]!);
}

Deno.test("docs/limits.md has every limit, its name and its default", () => {
  const documented = rows(5).map(([name, value, , setting]) => [setting, name, amount(value!)]);
  const keys = Object.keys(LIMIT_NAMES) as (keyof Limits)[];
  deepEqual(
    documented.sort(),
    keys.map((key) => [`\`${key}\``, `\`${LIMIT_NAMES[key]}\``, DEFAULT_LIMITS[key]]).sort(),
  );
});

Deno.test("docs/limits.md has the bounds of form", () => {
  deepEqual(
    rows(2).map(([, value]) => amount(value!)),
    [
      MAX_PART_HEADER,
      MAX_EXTENSION,
      MAX_OPTIONS,
      MAX_FIELD,
      MAX_OPTION,
      MAX_VALUE,
    ],
  );
});
