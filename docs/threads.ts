/**
 * Public threads, and the page that answers each: from what the pages have under "Asked at".
 *
 * @module
 */

const folder = new URL("./", import.meta.url);

/** A public thread. */
export interface Thread {
  readonly address: string;
  /** `owner/repo#n`, or the name of the forum with the number. */
  readonly name: string;
  /** The page that names it, and its title. */
  readonly page: string;
  readonly title: string;
}

/** A link of Markdown. */
const LINK = /\[([^\]]+)\]\((https:[^)\s]+)\)/g;

/** Threads in the order of their names, by the numbers in them; one that two pages name comes twice. */
export function threads(): Thread[] {
  const pages = [...Deno.readDirSync(folder)].map(({ name }) => name)
    .filter((name) => name.endsWith(".md")).sort();
  return pages.flatMap((page) => threadsOf(page, Deno.readTextFileSync(new URL(page, folder))))
    .sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
}

function threadsOf(page: string, text: string): Thread[] {
  const [, asked = ""] = /^Asked at:([^]*?)(?:\n\n|$(?!\n))/m.exec(text) ?? [];
  const [, title = page] = /^# (.*)$/m.exec(text) ?? [];
  return [...asked.matchAll(LINK)].map(([, name, address]) => ({
    name: name!.replace(/\s+/g, " "),
    address: address!,
    page,
    title,
  }));
}

/** `docs/threads.md`. */
export function threadsPage(): string {
  const byAddress = Map.groupBy(threads(), ({ address }) => address);
  const rows = [...byAddress].map(([address, [first, ...others]]) => {
    const answers = [first!, ...others].map(({ title, page }) => `[${title}](${page})`);
    return [`[${first!.name}](${address})`, answers.join(", ")];
  });
  const [wide, wider] = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = ([thread = "", answer = ""]: readonly string[]) =>
    `| ${thread.padEnd(wide!)} | ${answer.padEnd(wider!)} |`;
  return `# Threads

${byAddress.size} public threads about these questions, and the pages here that answer them with numbers that run.
Corrections are welcome, above all from those who asked.

${[["thread", "answer"], ["-".repeat(wide!), "-".repeat(wider!)], ...rows].map(line).join("\n")}
`;
}
