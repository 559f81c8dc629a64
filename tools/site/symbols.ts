/**
 * The library's symbols as a page of the documentation, by `deno doc --json`.
 *
 * @module
 */

import config from "../../deno.json" with { type: "json" };

const root = new URL("../../", import.meta.url);

/** A type as `deno doc` has it; what is read depends on its kind. */
interface Type {
  readonly kind: string;
  readonly repr?: string;
  // deno-lint-ignore no-explicit-any
  readonly value?: any;
}

interface Doc {
  readonly doc?: string;
  readonly tags?: readonly {
    readonly kind: string;
    readonly name?: string;
    readonly doc?: string;
  }[];
}

interface Parameter {
  readonly kind: string;
  readonly name?: string;
  readonly optional?: boolean;
  readonly tsType?: Type;
  readonly left?: Parameter;
  readonly arg?: Parameter;
}

interface TypeParameter {
  readonly name: string;
  readonly constraint?: Type;
}

interface Function {
  readonly name?: string;
  readonly params: readonly Parameter[];
  readonly returnType?: Type;
  readonly typeParams?: readonly TypeParameter[];
  readonly jsDoc?: Doc;
}

interface Member {
  readonly name: string;
  readonly tsType?: Type;
  readonly optional?: boolean;
  readonly jsDoc?: Doc;
  readonly kind?: string;
  readonly functionDef?: Function;
  readonly params?: readonly Parameter[];
  readonly returnType?: Type;
  readonly typeParams?: readonly TypeParameter[];
  readonly accessibility?: string;
}

interface Declaration {
  readonly kind: string;
  readonly declarationKind: string;
  readonly jsDoc?: Doc;
  readonly def: {
    readonly tsType?: Type;
    readonly typeParams?: readonly TypeParameter[];
    readonly extends?: readonly Type[] | string;
    readonly properties?: readonly Member[];
    readonly methods?: readonly Member[];
    readonly constructors?: readonly Function[];
    readonly params?: readonly Parameter[];
    readonly returnType?: Type;
  };
}

interface Module {
  readonly module_doc?: Doc;
  readonly symbols: readonly {
    readonly name: string;
    readonly declarations: readonly Declaration[];
  }[];
}

/** Kinds of symbols in the order of the page. */
const KINDS: readonly (readonly [string, string])[] = [
  ["function", "Functions"],
  ["class", "Classes"],
  ["variable", "Tables"],
  ["interface", "Interfaces"],
  ["typeAlias", "Types"],
];

/** Longer members of a table are named alone. */
const MOST_CHARACTERS = 400;

/** The page as Markdown: every entry of the package with what it exports. */
export async function symbolsPage(): Promise<string> {
  const entries = await Promise.all(
    Object.entries(config.exports).map(async ([entry, path]) => ({ entry, ...await read(path) })),
  );
  return `# Symbols of the library

What the entries export, from their own docstrings. How they go together: [the library](library.md).

${entries.map(entryText).join("\n\n")}
`;
}

async function read(path: string): Promise<Module> {
  const { success, stdout, stderr } = await new Deno.Command("deno", {
    args: ["doc", "--json", path],
    cwd: root,
    env: { NO_COLOR: "1" },
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  if (!success) throw new Error(text(stderr));
  return Object.values(JSON.parse(text(stdout)).nodes)[0] as Module;
}

function entryText({ entry, module_doc, symbols }: Module & { readonly entry: string }): string {
  const exported = symbols.flatMap(({ name, declarations }) =>
    declarations.filter(({ declarationKind }) => declarationKind === "export")
      .map((declaration) => ({ name, declaration }))
  );
  const parts = KINDS.flatMap(([kind, title]) => {
    const those = exported.filter(({ declaration }) => declaration.kind === kind);
    if (those.length === 0) return [];
    return [`### ${title}`, ...those.map(({ name, declaration }) => symbolText(name, declaration))];
  });
  return [`## dcm2nhdr${entry.slice(1)}`, docText(module_doc), ...parts].join("\n\n");
}

function symbolText(name: string, { kind, jsDoc, def }: Declaration): string {
  const members = [...def.properties ?? [], ...(def.methods ?? []).filter(isPublic)];
  const constructors = (def.constructors ?? []).map((made) =>
    `new ${name}${signature({ ...made, returnType: undefined } as unknown as Function)}`
  );
  const shown = kind === "function"
    ? [`${name}${signature(def as unknown as Function)}`]
    : kind === "typeAlias"
    ? [`type ${name}${typeParameters(def.typeParams)} = ${typeText(def.tsType)}`]
    : constructors;
  return [
    `#### ${name}`,
    ...shown.map((code) => `\`\`\`ts\n${code}\n\`\`\``),
    docText(jsDoc),
    memberTable(members.length > 0 ? members : tableMembers(kind, def.tsType)),
  ].filter((part) => part !== "").join("\n\n");
}

function isPublic({ accessibility }: Member): boolean {
  return accessibility === undefined || accessibility === "public";
}

/** What a constant table or a type of one object has. */
function tableMembers(kind: string, type: Type | undefined): readonly Member[] {
  if (kind !== "variable" || type?.kind !== "typeLiteral") return [];
  return type.value.properties;
}

function memberTable(members: readonly Member[]): string {
  if (members.length === 0) return "";
  const rows = members.map((member) => {
    const made = member.functionDef ?? (member.params ? member as unknown as Function : undefined);
    const isCalled = made !== undefined && member.kind !== "getter";
    const type = isCalled ? signature(made) : typeText(member.tsType ?? made?.returnType);
    const told = (member.jsDoc?.doc ?? "").trim();
    const shown = type.length > MOST_CHARACTERS ? `${type.slice(0, MOST_CHARACTERS)}…` : type;
    return [`\`${member.name}${member.optional ? "?" : ""}\``, `\`${shown}\``, linked(told)];
  });
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replace(/\s*\n\s*/g, " ").replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(["member", "type", "what it is"]), line(["---", "---", "---"]), ...rows.map(line)]
    .join("\n");
}

/** A docstring with its tags. */
function docText(doc: Doc | undefined): string {
  const tags = (doc?.tags ?? []).map(({ kind, name, doc: text = "" }) => {
    if (kind === "example") {
      // The first line is its title.
      return `\nExample: ${text.startsWith("```") ? `\n\n${text}` : text.replace("\n", "\n\n")}`;
    }
    if (kind === "param") return `- \`${name}\`: ${text.replace(/\s+/g, " ")}`;
    if (kind === "return") return `- returns: ${text.replace(/\s+/g, " ")}`;
    return kind === "throws" ? `- throws: ${text.replace(/\s+/g, " ")}` : "";
  });
  return linked([doc?.doc?.trim() ?? "", tags.join("\n").trim()].join("\n\n").trim());
}

/** Links of docstrings as code. */
function linked(text: string): string {
  return text.replace(/\{@link(?:code)? ([^}|]+?)\s*(?:\|\s*([^}]*))?\}/g, "`$1`");
}

function signature({ params, returnType, typeParams }: Function): string {
  const result = returnType === undefined ? "" : `: ${typeText(returnType)}`;
  return `${typeParameters(typeParams)}(${params.map(parameterText).join(", ")})${result}`;
}

function parameterText(parameter: Parameter): string {
  // A default makes it optional; a pattern has no name.
  if (parameter.kind === "assign") {
    return parameterText({ ...parameter.left!, optional: true });
  }
  if (parameter.kind === "rest") return `...${parameterText(parameter.arg!)}`;
  const mark = parameter.optional ? "?" : "";
  const type = parameter.tsType === undefined ? "" : `: ${typeText(parameter.tsType)}`;
  return `${parameter.name ?? "options"}${mark}${type}`;
}

function typeParameters(parameters: readonly TypeParameter[] | undefined): string {
  if (!parameters || parameters.length === 0) return "";
  const texts = parameters.map(({ name, constraint }) =>
    constraint === undefined ? name : `${name} extends ${typeText(constraint)}`
  );
  return `<${texts.join(", ")}>`;
}

/** A type as TypeScript writes it. */
function typeText(type: Type | undefined): string {
  if (type === undefined) return "unknown";
  const { kind, value, repr } = type;
  switch (kind) {
    case "literal":
      return value.kind === "string" ? JSON.stringify(value.string) : repr ?? "";
    case "typeRef": {
      const inner = (value.typeParams ?? []).map(typeText).join(", ");
      return inner === "" ? value.typeName : `${value.typeName}<${inner}>`;
    }
    case "union":
      return value.map(typeText).join(" | ");
    case "intersection":
      return value.map(typeText).join(" & ");
    case "array":
      return `${typeText(value)}[]`;
    case "tuple":
      return `[${value.map(typeText).join(", ")}]`;
    case "rest":
      return `...${typeText(value)}`;
    case "optional":
      return `${typeText(value)}?`;
    case "parenthesized":
      return `(${typeText(value)})`;
    case "typeOperator":
      return `${value.operator} ${typeText(value.tsType)}`;
    case "typeQuery":
      return `typeof ${value}`;
    case "indexedAccess":
      return `${typeText(value.objType)}[${typeText(value.indexType)}]`;
    case "typePredicate":
      return `${value.param.name} is ${typeText(value.type)}`;
    case "conditional":
      return `${typeText(value.checkType)} extends ${typeText(value.extendsType)} ? ${
        typeText(value.trueType)
      } : ${typeText(value.falseType)}`;
    case "mapped":
      return `{ [${value.typeParam.name} in ${typeText(value.typeParam.constraint)}]${
        value.optional ? "?" : ""
      }: ${typeText(value.tsType)} }`;
    case "fnOrConstructor":
      return `(${value.params.map(parameterText).join(", ")}) => ${
        typeText(value.tsType ?? value.returnType)
      }`;
    case "typeLiteral":
      return literalText(value);
    default:
      return repr ?? (typeof value === "string" ? value : "unknown");
  }
}

function literalText(
  { properties = [], methods = [], indexSignatures = [] }: {
    readonly properties?: readonly Member[];
    readonly methods?: readonly Member[];
    readonly indexSignatures?: readonly { params: readonly Parameter[]; tsType: Type }[];
  },
): string {
  const parts = [
    ...indexSignatures.map(({ params, tsType }) =>
      `[${params.map(parameterText).join(", ")}]: ${typeText(tsType)}`
    ),
    ...properties.map(({ name, optional, tsType }) =>
      // Of what is inferred from a long expression nothing is known.
      tsType === undefined ? name : `${name}${optional ? "?" : ""}: ${typeText(tsType)}`
    ),
    ...methods.map((method) => `${method.name}${signature(method as unknown as Function)}`),
  ];
  return parts.length === 0 ? "{}" : `{ ${parts.join("; ")} }`;
}
