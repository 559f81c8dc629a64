/**
 * `/docs`: the documents for those who program, as one page.
 *
 * @module
 */

import { Marked, type Tokens } from "marked";
import { DIAGNOSES } from "../lib/codes/diagnoses.ts";
import { PROBLEMS } from "../lib/codes/errors.ts";
import { FINDINGS } from "../lib/codes/findings.ts";
import { bundled } from "./bundled.ts";

const docs = new URL("../docs/", import.meta.url);

/** What the page consists of, in its order, and by which table its headings are codes. */
const PAGES: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>> = {
  "asking.md": undefined,
  "snippets.md": undefined,
  "slice-order.md": undefined,
  "thickness-and-spacing.md": undefined,
  "negative-spacing.md": undefined,
  "without-geometry.md": undefined,
  "row-and-column-spacing.md": undefined,
  "lps-and-ras.md": undefined,
  "gantry-tilt.md": undefined,
  "transposed-arrays.md": undefined,
  "missing-slices.md": undefined,
  "checking-a-header.md": undefined,
  "options.md": undefined,
  "errors.md": PROBLEMS,
  "findings.md": FINDINGS,
  "diagnoses.md": DIAGNOSES,
  "limits.md": undefined,
};

/** Paths of the service that hold what a document links to elsewhere. */
const SERVED: Readonly<Record<string, string>> = {
  "../clients/python/dcm2nhdr.py": "/dcm2nhdr.py",
  "../clients/typescript/mod.ts": "/client.js",
};

/** Where each code is explained. Of two tables that have it, errors come before findings. */
const ANCHORS = new Map<string, string>();
for (const [page, table] of Object.entries(PAGES)) {
  for (const code of Object.keys(table ?? {})) {
    if (!ANCHORS.has(code)) ANCHORS.set(code, `${page} ${code}`);
  }
}

/** The page, its style and its script. */
export async function docsFiles(): Promise<Readonly<Record<"html" | "css" | "js", string>>> {
  const read = (name: string) => Deno.readTextFile(new URL(name, docs));
  const pages = await Promise.all(
    Object.keys(PAGES).map(async (page) => ({ page, text: await read(page) })),
  );
  const parts: Readonly<Record<string, string>> = {
    contents: `<ul>${pages.map(entryOf).join("")}</ul>`,
    example: escaped(EXAMPLE),
    sections: pages.map(({ page, text }) => `<section>${markdown(page).parse(text)}</section>`)
      .join("\n"),
  };
  const template = await read("page/index.html");
  return {
    html: template.replace(/<!-- (\w+) -->/g, (_, name: string) => parts[name]!),
    css: await read("page/docs.css"),
    js: await bundled(new URL("page/try.ts", docs)),
  };
}

/** Two slices, for the form. */
const EXAMPLE = `[${
  [30, 32.5].map((z) => `
  {
    "Rows": 48,
    "Columns": 64,
    "PixelSpacing": [0.5, 0.75],
    "ImageOrientationPatient": [1, 0, 0, 0, 1, 0],
    "ImagePositionPatient": [-10, -20, ${z}]
  }`).join(",")
}
]`;

/** A page's entry in the contents, by its title. */
function entryOf({ page, text }: { readonly page: string; readonly text: string }): string {
  const [, title = page] = /^# (.*)$/m.exec(text) ?? [];
  return `<li><a href="#${anchorOf(page)}">${escaped(title)}</a></li>`;
}

function anchorOf(page: string): string {
  const name = page.replace(/\.md$/, "");
  // A code may have the name of a document.
  return ANCHORS.has(name) ? `about-${name}` : name;
}

/** Reads a document that is part of the page: its headings and links are those of a part. */
function markdown(page: string): Marked {
  const table = PAGES[page];
  const idOf = (title: string) => {
    if (table === undefined) return `${anchorOf(page)}-${title.toLowerCase().replace(/\W+/g, "-")}`;
    const isFirst = ANCHORS.get(title) === `${page} ${title}`;
    return isFirst ? title : `${anchorOf(page)}-${title}`;
  };
  return new Marked({
    renderer: {
      heading({ tokens, depth, text }: Tokens.Heading): string {
        const id = depth === 1 ? anchorOf(page) : idOf(text);
        const level = depth + 1;
        return `<h${level} id="${id}">${this.parser.parseInline(tokens)}</h${level}>\n`;
      },
      link({ href, tokens }: Tokens.Link): string {
        const inner = this.parser.parseInline(tokens);
        const target = targetOf(href);
        return target === undefined ? inner : `<a href="${escaped(target)}">${inner}</a>`;
      },
      codespan({ text }: Tokens.Codespan): string {
        const code = `<code>${escaped(text)}</code>`;
        return ANCHORS.has(text) ? `<a href="#${text}">${code}</a>` : code;
      },
      code({ text }: Tokens.Code): string {
        return `<pre tabindex="0"><code>${escaped(text)}</code></pre>\n`;
      },
      table(token: Tokens.Table): string {
        const row = (cells: readonly Tokens.TableCell[], tag: "th" | "td") =>
          `<tr>${
            cells.map(({ tokens }) => `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`).join(
              "",
            )
          }</tr>`;
        const rows = token.rows.map((cells) => row(cells, "td")).join("\n");
        const head = row(token.header, "th");
        return `<div class="wide" role="group" tabindex="0" aria-label="Table"><table><thead>${head}</thead><tbody>${rows}</tbody></table></div>\n`;
      },
    },
  });
}

/** Where a link leads on the page; undefined for what is only in the project. */
function targetOf(href: string): string | undefined {
  if (/^(https?:|#)/.test(href)) return href;
  const [path = "", fragment] = href.split("#");
  if (!Object.hasOwn(PAGES, path)) return SERVED[path];
  if (fragment === undefined || ANCHORS.has(fragment)) return `#${fragment ?? anchorOf(path)}`;
  return `#${anchorOf(path)}-${fragment}`;
}

function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
  };
  return text.replace(/[&<>"]/g, (character) => entities[character]!);
}
