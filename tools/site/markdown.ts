/**
 * Markdown of the documentation as HTML without scripts and styles: sections of a page, or pages.
 *
 * @module
 */

import { Marked, type Tokens } from "marked";

/** Where a text stands, for its headings and links. */
export interface Place {
  /** Level of the title: 1 on a page of its own. */
  readonly level: number;
  /** Name of a heading in addresses. */
  readonly idOf: (title: string, depth: number) => string;
  /** Where a link leads; undefined for what is only in the project. */
  readonly hrefOf: (href: string) => string | undefined;
  /** A picture as an address that holds it: pages take nothing from elsewhere. */
  readonly pictureOf: (href: string) => string;
  /** Where a word in the type of code is explained, if it is a code. */
  readonly codeHref: (code: string) => string | undefined;
}

/** A text as HTML. */
export function html(text: string, { level, idOf, hrefOf, pictureOf, codeHref }: Place): string {
  let tables = 0;
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth, text }: Tokens.Heading): string {
        const tag = `h${Math.min(depth + level - 1, 6)}`;
        return `<${tag} id="${idOf(text, depth)}">${this.parser.parseInline(tokens)}</${tag}>\n`;
      },
      link({ href, tokens }: Tokens.Link): string {
        const inner = this.parser.parseInline(tokens);
        const target = hrefOf(href);
        if (target === undefined) return inner;
        // No link stands in another: that of a code gives way.
        return `<a href="${escaped(target)}">${inner.replace(/<a [^>]*>|<\/a>/g, "")}</a>`;
      },
      image: ({ href, text }: Tokens.Image): string =>
        `<img src="${pictureOf(href)}" alt="${escaped(text)}">`,
      codespan({ text }: Tokens.Codespan): string {
        const code = `<code>${escaped(text)}</code>`;
        const target = codeHref(text);
        return target === undefined ? code : `<a href="${escaped(target)}">${code}</a>`;
      },
      code({ text }: Tokens.Code): string {
        return `<pre tabindex="0"><code>${escaped(text)}</code></pre>\n`;
      },
      // Cells have more than one line by it; nothing else of HTML is taken.
      html: ({ text }: Tokens.HTML | Tokens.Tag): string => text === "<br>" ? text : escaped(text),
      table(token: Tokens.Table): string {
        const row = (cells: readonly Tokens.TableCell[], tag: "th" | "td") =>
          `<tr>${
            cells.map(({ tokens }) => `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`)
              .join("")
          }</tr>`;
        const rows = token.rows.map((cells) => row(cells, "td")).join("\n");
        const head = row(token.header, "th");
        // What can be scrolled has to be reached by keys, and told apart from its like.
        const label = `aria-label="Table ${++tables}"`;
        return `<div class="wide" role="region" tabindex="0" ${label}><table><thead>${head}</thead><tbody>${rows}</tbody></table></div>\n`;
      },
    },
  });
  return marked.parse(text, { async: false });
}

/** A title as part of an address. */
export function slug(title: string): string {
  return title.toLowerCase().replace(/\W+/g, "-");
}

/** Text in HTML. */
export function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
  };
  return text.replace(/[&<>"]/g, (character) => entities[character]!);
}
