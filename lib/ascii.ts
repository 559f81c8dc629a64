/**
 * Strings that end up in a header, made harmless.
 *
 * @module
 */

/**
 * Text for the rest of a line: printable ASCII only, blanks in place of everything else, no blank
 * at either end. pynrrd drops other characters, and a control character can end a header.
 */
export function lineText(text: string): string {
  return text.replaceAll("°", " degrees").replaceAll("×", "x").replace(/[^\x20-\x7e]+/g, " ")
    .trim();
}
