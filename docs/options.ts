/**
 * Options in the documents and in the client for Python, from the table that the service itself uses.
 *
 * @module
 */

import {
  FORM_NAMES,
  OPTION_NAMES,
  type OptionName,
  optionOf,
  validOf,
} from "../lib/options/table.ts";
import { filled, item, LINE_WIDTH, section, table } from "./words.ts";

const ABOUT =
  "Options are sent in the query, in form fields, or under `options` of a JSON body; the query overrides the others. The command line takes them as `--order given`.";

/** `docs/options.md`: every option with all that the table says. */
export function optionsPage(): string {
  return `# Options

${filled(ABOUT)}

${optionsTable()}

${OPTION_NAMES.map(optionSection).join("\n")}`;
}

function optionSection(name: OptionName): string {
  const { check, means, values } = optionOf(name);
  const takes = values
    ? Object.entries(values).map(([value, words]) =>
      item(`${code(value)}${synonymsOf(name, value)}: ${words}`)
    )
    : [filled(`Takes ${listed(validOf(name).map(written))}.`)];
  const place = check ? "`/v1/header` and `/v1/check`" : "`/v1/header`";
  return `${section(name, means)}
${takes.join("\n")}

${filled(`${withoutIt(name)}For ${place}.`)}
`;
}

/** A line each, without what the values mean. */
function optionsTable(): string {
  const rows = OPTION_NAMES.map((name) => {
    const { unset, hint } = optionOf(name);
    const valid = validOf(name);
    const all = unset === undefined || unset === valid[0] ? valid : [unset, ...valid];
    return [code(name), all.map(written).join(" · "), hint];
  });
  return table([["name", "values, default first", "what for"], ...rows]);
}

/** Types in Python of the values that are no words. */
const PYTHON_TYPES: Readonly<Partial<Record<OptionName, string>>> = {
  segments: "Union[Mapping[str, str], Sequence[Mapping[str, Any]]]",
  npy: "Mapping[str, Any]",
  type: "ArrayType",
  volume: "int",
  step: "float",
  plane: "Union[str, Mapping[str, Any]]",
  forms: `Union[\n        str,\n        Sequence[\n            Literal[\n${
    FORM_NAMES.map((name) => `                ${JSON.stringify(name)},\n`).join("")
  }            ]\n        ],\n    ]`,
};

/** Words that Python keeps for itself, as its programmers write them. */
const PYTHON_NAMES: Readonly<Partial<Record<OptionName, string>>> = { as: "as_" };

/** Members of `Options` in the client for Python, which asks for one form of reply only. */
export function pythonOptions(): string {
  return OPTION_NAMES.filter((name) => name !== "format").map((name) => {
    const { values, means } = optionOf(name);
    const words = Object.entries(values ?? {}).map(([value, what]) => `${code(value)}: ${what}`);
    const text = words.length > 0 ? `${means} ${words.join("; ")}.` : means;
    const renamed = PYTHON_NAMES[name];
    const about = renamed ? `The option ${code(name)}, a word that Python keeps for itself. ` : "";
    const type = values
      ? `Literal[${Object.keys(values).map((value) => JSON.stringify(value)).join(", ")}]`
      : PYTHON_TYPES[name] ?? "str";
    const comment = filled(`${about}${text}`.replaceAll("`", "``"), LINE_WIDTH - "    #: ".length);
    return `${comment.replaceAll(/^/gm, "    #: ")}\n    ${renamed ?? name}: ${type}`;
  }).join("\n");
}

function code(text: string): string {
  return `\`${text}\``;
}

/** A value in the words of messages: one word is meant as it stands, and so is JSON. */
function written(valid: string): string {
  const [, words, json] = /^(JSON such as )(.*)$/.exec(valid) ?? [];
  return json === undefined ? valid.includes(" ") ? valid : code(valid) : words + code(json);
}

/** The default; empty where it depends on another option or header. */
function withoutIt(name: OptionName): string {
  const { default: usual, unset } = optionOf(name);
  const text = usual ?? unset;
  return text === undefined ? "" : `Without it: ${written(text)}. `;
}

/** One of several. */
function listed(words: readonly string[]): string {
  const others = words.slice(0, -1);
  return [...(others.length > 0 ? [others.join(", ")] : []), ...words.slice(-1)].join(" or ");
}

/** Other names of a value. */
function synonymsOf(name: OptionName, value: string): string {
  const { synonyms = {} } = optionOf(name);
  const others = Object.keys(synonyms).filter((other) => synonyms[other] === value);
  return others.length === 0 ? "" : ` (also ${others.map(code).join(", ")})`;
}
