/**
 * The grammar of a NRRD header, as narrow as the narrowest of its readers: what passes here is
 * read alike by teem, ITK, Slicer, VTK, pynrrd and the JavaScript readers. Written from the rules
 * of those readers, without a look at the library.
 *
 * @module
 */

/** A header taken apart. */
export interface NrrdText {
  readonly magic: string;
  readonly comments: readonly string[];
  /** Field name to value, in the order of the header. */
  readonly fields: ReadonlyMap<string, string>;
  readonly keyValues: ReadonlyMap<string, string>;
  /** Names below `data file: LIST`. */
  readonly list: readonly string[];
  /** Characters up to and including the empty line: where attached data begin. */
  readonly length: number;
}

/** Every field that a header for patient data may have; all others break some reader. */
const FIELDS = [
  "type",
  "dimension",
  "sizes",
  "space",
  "space directions",
  "kinds",
  "labels",
  "units",
  "endian",
  "encoding",
  "space units",
  "space origin",
  "thicknesses",
  "centerings",
  "measurement frame",
  "content",
  "byte skip",
  "old min",
  "old max",
  "sample units",
  "data file",
];

/** Other field names of the format; a key must not be one of them either. */
const RESERVED = [
  "spacings",
  "axis mins",
  "axis maxs",
  "axismins",
  "axismaxs",
  "centers",
  "number",
  "min",
  "max",
  "block size",
  "blocksize",
  "oldmin",
  "oldmax",
  "line skip",
  "lineskip",
  "byteskip",
  "datafile",
  "space dimension",
  "spaceorigin",
  "sampleunits",
];

/** `[earlier, later]`: teem and ITK refuse the later field without the earlier; VTK wants sizes first. */
const BEFORE: readonly (readonly [string, string])[] = [
  ["dimension", "sizes"],
  ["dimension", "space directions"],
  ["dimension", "kinds"],
  ["sizes", "space"],
  ["space", "space directions"],
  ["space", "space origin"],
  ["space", "space units"],
  ["space", "measurement frame"],
];

/** Takes a header apart, or throws with the first rule that it breaks. */
export function parseNrrdText(text: string): NrrdText {
  demand(/^[\n\x20-\x7e]*$/.test(text), "only printable ASCII and LF");
  const isList = /\ndata file: LIST( \d+)?\n/.test(text);
  const length = isList ? text.length : text.indexOf("\n\n") + 2;
  demand(length > 1, "an empty line ends the header");
  demand(length === text.length, "nothing follows the header");
  demand(text.endsWith("\n") && (!isList || !text.endsWith("\n\n")), "a LIST ends with one LF");
  const lines = text.slice(0, isList ? -1 : -2).split("\n");
  const magic = lines.shift()!;
  demand(/^NRRD000[45]$/.test(magic), "magic NRRD0004 or NRRD0005");

  const comments: string[] = [];
  const fields = new Map<string, string>();
  const keyValues = new Map<string, string>();
  let list: string[] = [];
  for (const [number, line] of lines.entries()) {
    demand(!fields.has("data file"), "data file is the last line");
    demand(line !== "" && !line.endsWith(" "), `no empty line, no trailing blank: "${line}"`);
    if (line.startsWith("#")) comments.push(line.slice(1).trim());
    else if (/^[^:]*:=/.test(line)) putKeyValue(keyValues, line);
    else putField(fields, line);
    if (isList && fields.has("data file")) {
      list = lines.slice(number + 1);
      break;
    }
  }
  checkOrder([...fields.keys()]);
  demand(list.every((name) => name !== "" && !/^[#\s]|\s$/.test(name)), "clean names in LIST");
  return { magic, comments, fields, keyValues, list, length };
}

/** Throws unless the rule holds. */
export function demand(holds: boolean, rule: string): asserts holds {
  if (!holds) throw new Error(`NRRD rule broken: ${rule}`);
}

function putField(fields: Map<string, string>, line: string): void {
  const match = /^([a-z][a-z ]*): (\S.*)$/.exec(line);
  demand(match !== null, `a field, a key/value or a comment: "${line}"`);
  const [, name, value] = match as unknown as [string, string, string];
  demand(FIELDS.includes(name), `a known field: ${name}`);
  demand(!fields.has(name), `field once only: ${name}`);
  fields.set(name, value);
}

function putKeyValue(keyValues: Map<string, string>, line: string): void {
  const at = line.indexOf(":=");
  const key = line.slice(0, at);
  demand(/^[^#:\s]([^:]*[^:\s])?$/.test(key), `a plain key: "${key}"`);
  demand(!FIELDS.includes(key) && !RESERVED.includes(key), `a key that is no field: ${key}`);
  demand(!keyValues.has(key), `key once only: ${key}`);
  const value = line.slice(at + 2);
  demand(!/\\[^n\\]|(^|[^\\])(\\\\)*\\$/.test(value), `only the escapes \\n and \\\\: ${key}`);
  keyValues.set(key, value);
}

function checkOrder(names: readonly string[]): void {
  for (const name of ["type", "dimension", "sizes", "encoding"]) {
    demand(names.includes(name), `field is there: ${name}`);
  }
  for (const [earlier, later] of BEFORE) {
    if (!names.includes(later)) continue;
    const at = names.indexOf(earlier);
    demand(at >= 0 && at < names.indexOf(later), `${earlier} stands before ${later}`);
  }
}
