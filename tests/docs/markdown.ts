/** Code blocks and links of Markdown pages. */

/** A fenced block of code. */
export interface Block {
  /** First word behind the fence; empty when there is none. */
  readonly language: string;
  /** Whether the second word says that nobody runs it. */
  readonly untested: boolean;
  readonly code: string;
}

/** The blocks of a page, in its order. */
export function blocksOf(markdown: string): Block[] {
  return [...markdown.matchAll(/^```(\w*)( untested)?\n(.*?)^```$/gms)]
    .map(([, language = "", untested, code = ""]) => ({
      language,
      untested: untested !== undefined,
      code,
    }));
}

/** Targets of the links of a page. */
export function linksOf(markdown: string): string[] {
  return [...markdown.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
}
