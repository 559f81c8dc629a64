/**
 * The documentation as files that stand in one folder: pages, a style, a script. Every link is
 * relative, and nothing comes from elsewhere, so that they work wherever they are put: a web server,
 * below a path, a disk. The service serves the same files below `/docs/`.
 *
 * @module
 */

import { encodeBase64 } from "@std/encoding/base64";
import { bundled } from "../bundled.ts";
import { CODES, EXPLAINED, type FilledSection, nameOf, type Page } from "./contents.ts";
import { escaped, html, slug } from "./markdown.ts";

/** What differs between the places that the files are put. */
export interface Home {
  /** The service that the form asks: an address with a slash at its end, or a path. */
  readonly service: string;
  /** Where files of the project are found that pages link to; others are no links. */
  readonly files: Readonly<Record<string, string>>;
  /** Links at the top: words and address. */
  readonly top: Readonly<Record<string, string>>;
}

const folder = new URL("../../docs/page/", import.meta.url);

const read = (path: string) => Deno.readTextFile(new URL(path, folder));

/** All files by their names. */
export async function siteFiles(
  sections: readonly FilledSection[],
  home: Home,
): Promise<ReadonlyMap<string, string>> {
  const shell = await read("page.html");
  const all = sections.flatMap(({ pages }) => pages);
  const paths = new Set(all.map(({ path }) => path));
  const whole = (
    { name, title, content }: { name: string; title: string; content: string },
  ): [string, string] => {
    const parts: Readonly<Record<string, string>> = {
      title: escaped(title),
      top: Object.entries(home.top).map(([words, address]) => link(address, words)).join("\n"),
      contents: sections.map((section) => navigation(section, name)).join("\n"),
      content,
      script: name === "try" ? '<script defer src="try.js"></script>' : "",
    };
    return [`${name}.html`, filled(shell, parts)];
  };

  const start = await read("start.html");
  const form = filled(await read("try.html"), {
    service: escaped(home.service),
    example: escaped(EXAMPLE),
  });
  return new Map([
    whole({ name: "index", title: "Documentation", content: start + overview(sections) }),
    whole({ name: "try", title: "Try it", content: form }),
    whole({ name: "404", title: "No such page", content: await read("404.html") }),
    ...all.map((page) =>
      whole({ name: page.name, title: page.title, content: contentOf(page, paths, home) })
    ),
    ["style.css", await read("../../page/page.css") + await read("docs.css")],
    ["try.js", await bundled(new URL("try.ts", folder))],
  ]);
}

/** A template with its parts, `<!-- name -->`. */
function filled(template: string, parts: Readonly<Record<string, string>>): string {
  return template.replace(/<!-- (\w+) -->/g, (_, name: string) => parts[name]!);
}

function link(address: string, words: string): string {
  return `<a href="${escaped(address)}">${escaped(words)}</a>`;
}

/** A section at the side of every page, with its pages where the page is one of them. */
function navigation({ title, pages }: FilledSection, current: string): string {
  const entries = pages.map((page) =>
    page.name === current
      ? `<li><a href="${page.name}.html" aria-current="page">${escaped(page.title)}</a></li>`
      : `<li>${link(`${page.name}.html`, page.title)}</li>`
  );
  const own = pages.some(({ name }) => name === current) ? `<ul>${entries.join("")}</ul>` : "";
  return `<li>${link(`${pages[0]!.name}.html`, title)}${own}</li>`;
}

/** The sections with their pages, for the first page. */
function overview(sections: readonly FilledSection[]): string {
  return sections.map(({ title, pages }) => {
    const entries = pages.map((page) => `<li>${link(`${page.name}.html`, page.title)}</li>`);
    return `<h2>${escaped(title)}</h2>\n<ul class="columns">${entries.join("")}</ul>`;
  }).join("\n");
}

function contentOf({ path, text }: Page, paths: ReadonlySet<string>, home: Home): string {
  const addressOf = (target: string, fragment?: string) =>
    (target === path && fragment !== undefined ? "" : `${nameOf(target)}.html`) +
    (fragment === undefined ? "" : `#${fragment}`);
  const used = new Map<string, number>();
  return html(text, {
    level: 1,
    idOf(title, depth) {
      // A code is its own address; the title has none that a code could have.
      if (depth === 1) return "title";
      const id = CODES[path] === undefined ? slug(title) : title;
      const count = used.get(id) ?? 0;
      used.set(id, count + 1);
      return count === 0 ? id : `${id}-${count}`;
    },
    hrefOf(href) {
      if (/^(https?:|#)/.test(href)) return href;
      const [target = "", fragment] = href.split("#");
      // Links are relative to the file that has them.
      const resolved = new URL(target, `file:///docs/${path}`).pathname.replace("/docs/", "");
      if (paths.has(resolved)) return addressOf(resolved, fragment);
      return home.files[resolved.replace(/^\//, "")];
    },
    pictureOf(href) {
      const picture = Deno.readFileSync(new URL(href, new URL(path, new URL("../", folder))));
      return `data:image/svg+xml;base64,${encodeBase64(picture)}`;
    },
    codeHref(code) {
      const page = EXPLAINED.get(code);
      return page === undefined ? undefined : addressOf(page, code);
    },
  });
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
