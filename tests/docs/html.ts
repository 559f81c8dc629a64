/**
 * What is asked of the documentation's pages, as text.
 *
 * @module
 */

/** Names that links may lead to. */
export function idsOf(html: string): string[] {
  return [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id!);
}

/** Where links, styles and scripts lead. */
export function linksOf(html: string): string[] {
  return [...html.matchAll(/\s(?:href|src)="([^"]*)"/g)].map(([, href]) => href!);
}

/** What no page may have or lack. */
export function faultsOf(html: string): string[] {
  const rules: readonly (readonly [string, boolean])[] = [
    ["not one title", html.split("<h1").length !== 2],
    ["an id twice", new Set(idsOf(html)).size !== idsOf(html).length],
    ["a style or script within", /<style|\sstyle=|<script(?! defer src=)|javascript:/.test(html)],
    ["a handler within", /<[^>]*\son\w+=/.test(html)],
    [
      "something from elsewhere",
      /<(?:link|script|img|iframe)[^>]*(?:href|src)="https?:/.test(html),
    ],
    ["a part that was not filled", /<!-- \w+ -->/.test(html)],
    ["a link in a link", /<a [^>]*>(?:(?!<\/a>).)*<a /s.test(html)],
  ];
  return rules.filter(([, broken]) => broken).map(([fault]) => fault);
}
