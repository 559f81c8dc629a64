/**
 * Prints what comes out for every set of the corpus, beside what the corpus says of other tools.
 *
 *     deno task corpus               the table as text
 *     deno task corpus --markdown    the same into docs/corpus.md
 *
 * Exits with 1 if any set is wrong, refused without reason, or if there is no corpus.
 *
 * @module
 */

import { corpusFiles, type CorpusSet, corpusSets } from "../support/corpus.ts";
import { CLOSE, repliesTo } from "../support/judge.ts";
import { type Verdict, verdictOn } from "../support/verdict.ts";

/** Names of the tools as the corpus has them. */
const TOOLS = ["dcm2niix", "dcm2niix_deb", "itk", "plastimatch", "vtk-dicom"];
const HEADINGS = ["set", "kinds", "verdict", "sizes", "4th axis", "error, mm", "ms", ...TOOLS];

/** That of deno.json. */
const LINE_WIDTH = 100;

const AGREES = "yes";
const AGREES_ELSEWHERE = "(yes)";

const NOTES = [
  `**verdict**: \`right\`, \`refused: code\` where the set is of a kind for which no true header exists
  (no position in the patient, missing slices, holes in the fourth axis), \`WRONG\` otherwise; with the
  default options. What stands in brackets are objects of the set that got no header: copies of one
  instance, objects without a position, a dose whose frames are not as many as its offsets.`,
  `**sizes**, **4th axis**: of the volume with the most frames, axes as in the header, and the
  attribute along its list.`,
  `**error**: largest distance between a corner pixel's centre in a header and where it must be.
  \`planes\`: every frame of every volume against its own Image Position, Image Orientation and Pixel
  Spacing, read by another parser. \`corners\`: the eight corners of each volume against those in the
  corpus, which have four decimals, whatever the order of the slices. Right is at most ${CLOSE} mm, the
  right number of columns, rows, slices and volumes, no frame left out, and for diffusion the b-values
  (1 %) and gradients (1°) that the corpus has, or no claim where the header leaves a sign open.`,
  `**ms**: from bytes to reply, once, on the machine that made the table.`,
  `**Other tools**: nothing was run for this table. The corpus records for each set which independent
  tools gave the same corners (field \`confidence\`), not their versions. \`${AGREES}\`: named there.
  \`${AGREES_ELSEWHERE}\`: named there, but no true header exists, or the corpus notes that tools cannot
  represent the set (shear, uneven gaps), or it judges one of several objects: what the tools agree on
  is not where DICOM has the frames. Empty: not named, that is wrong, not able to read the set, or read
  as something else. Where the error is of \`corners\`, dcm2niix is itself what the corpus compares
  with, except for the dose.`,
].map((note) => wrapped(note)).join("\n\n");

interface Row {
  readonly set: CorpusSet;
  readonly verdict: Verdict;
  readonly milliseconds: number;
}

async function rowOf(set: CorpusSet): Promise<Row> {
  const files = await corpusFiles(set.id);
  let milliseconds = 0;
  const verdict = verdictOn(set, files, () => {
    const start = performance.now();
    try {
      return repliesTo(files)();
    } finally {
      milliseconds = performance.now() - start;
    }
  });
  return { set, verdict, milliseconds };
}

function cellsOf({ set, verdict, milliseconds }: Row): string[] {
  const right = verdict.outcome === "right" ? verdict : undefined;
  const judge = set.truth === "planes" || set.kinds.includes("DICOM-SEG") ? "planes" : "corners";
  return [
    set.id,
    set.kinds.join(", "),
    wordFor(verdict),
    right?.largest.sizes.join(" × ") ?? "",
    right?.largest.axis4?.by ?? (right && right.volumes > 1 ? `${right.volumes} volumes` : ""),
    right ? `${right.error === 0 ? "0" : right.error.toExponential(0)} ${judge}` : "",
    milliseconds.toFixed(0),
    ...TOOLS.map((tool) => opinionOf(tool, set, verdict)),
  ];
}

function wordFor(verdict: Verdict): string {
  switch (verdict.outcome) {
    case "right":
      return ["right", ...verdict.leftOut.map((reason) => `(${reason})`)].join(" ");
    case "refused":
      return `${verdict.justified ? "refused" : "WRONG, refused"}: ${verdict.code}`;
    case "wrong":
      return `WRONG: ${verdict.why.split("\n")[0]}`;
  }
}

/** Whether the corpus names a tool among those that agree, and on what. */
function opinionOf(tool: string, { confidence, note = "" }: CorpusSet, verdict: Verdict): string {
  const names = /^single source: ([^(]*)|\(([^)]*)\)/.exec(confidence);
  const named = (names?.[1] ?? names?.[2] ?? "").split(",").map((name) => name.trim());
  if (!named.includes(tool)) return "";
  const elsewhere = verdict.outcome === "refused" || /cannot represent|judge each/.test(note);
  return elsewhere ? AGREES_ELSEWHERE : AGREES;
}

/** Sums below the table, the last line about this project. */
function totalsOf(rows: readonly Row[]): string[] {
  const count = (holds: (row: Row) => boolean) => rows.filter(holds).length;
  const right = count(({ verdict }) => verdict.outcome === "right");
  const refused = count(({ verdict }) => verdict.outcome === "refused" && verdict.justified);
  const tools = TOOLS.map((tool) =>
    `${tool} ${count(({ set, verdict }) => opinionOf(tool, set, verdict) === AGREES)}`
  );
  return [
    `other tools, agreeing where a true header exists: ${tools.join(", ")}`,
    `${rows.length} sets: right ${right}, rightly refused ${refused}, wrong ${count(isWrong)}`,
  ];
}

function isWrong({ verdict }: Row): boolean {
  return verdict.outcome === "wrong" || verdict.outcome === "refused" && !verdict.justified;
}

/** A table in Markdown, its columns as wide as their widest cell. */
function tableOf(rows: readonly (readonly string[])[]): string {
  const widths = HEADINGS.map((heading, n) =>
    Math.max(heading.length, ...rows.map((cells) => cells[n]!.length))
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, n) => cell.padEnd(widths[n]!)).join(" | ")} |`;
  return [HEADINGS, widths.map((width) => "-".repeat(width)), ...rows].map(line).join("\n");
}

function pageOf(table: string, totals: readonly string[]): string {
  const date = new Date().toISOString().slice(0, 10);
  return `\
# Real series

${
    wrapped(
      `What this project makes of a corpus of public DICOM headers, as of ${date}. The corpus is not
    part of the repository; where it lies beside the project (\`../shared/corpus\`), this page is made by`,
    )
  }

\`\`\`
deno task corpus --markdown
\`\`\`

and \`tests/corpus/verdicts_test.ts\` fails if a set is wrong, or refused for what it is not.

${totals.toReversed().map((total) => `- ${wrapped(total, 2)}`).join("\n")}

${table}

${NOTES}
`;
}

/** Words in lines as `deno fmt` breaks them, all but the first indented; code is not broken. */
function wrapped(text: string, indent = 0): string {
  const lines = [""];
  for (const word of text.match(/(`[^`]*`|\S)+/g)!) {
    const longer = `${lines.at(-1)} ${word}`.trimStart();
    if (indent + longer.length <= LINE_WIDTH) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.join(`\n${" ".repeat(indent)}`);
}

function print(text: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${text}\n`));
}

if (import.meta.main) {
  const rows: Row[] = [];
  for (const set of corpusSets()) rows.push(await rowOf(set));
  if (rows.length === 0) {
    print("there is no corpus at ../shared/corpus");
    Deno.exit(1);
  }
  const cells = rows.map(cellsOf);
  const totals = totalsOf(rows);
  if (Deno.args.includes("--markdown")) {
    const page = new URL("../../docs/corpus.md", import.meta.url);
    const quoted = cells.map(([id, ...others]) => [`\`${id}\``, ...others]);
    await Deno.mkdir(new URL(".", page), { recursive: true });
    await Deno.writeTextFile(page, pageOf(tableOf(quoted), totals));
  } else {
    print(`${tableOf(cells)}\n\n${NOTES}\n`);
  }
  totals.forEach(print);
  if (rows.some(isWrong)) Deno.exit(1);
}
