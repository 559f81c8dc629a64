/**
 * The OpenAPI document as a page of the documentation.
 *
 * @module
 */

import { makeDocument } from "../openapi/document.ts";

/** What is read of a JSON Schema (2020-12). */
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly items?: Schema | false;
  readonly prefixItems?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly required?: readonly string[];
  readonly format?: string;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly description?: string;
  readonly schema: Schema;
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
}

interface Answer extends Content {
  readonly description: string;
  readonly headers?: Readonly<Record<string, { readonly description?: string }>>;
}

interface Operation {
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Answer>>;
}

/** What is read of the document. */
interface OpenApi {
  readonly info: { readonly description: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** Longer lists of values are in pages of their own (codes), and end here. */
const MOST_VALUES = 20;

/** The page as Markdown. */
export async function apiReference(): Promise<string> {
  const { info, paths, components } = await makeDocument() as unknown as OpenApi;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) =>
      operationText(`${method.toUpperCase()} ${path}`, operation)
    )
  );
  const schemas = Object.entries(components.schemas).map(([name, schema]) =>
    `## ${name}\n\n${schema.description ?? ""}\n\n${members(schema)}`
  );
  return `# API reference

${info.description}

The same for programs: \`GET /openapi.json\` (OpenAPI 3.1).

${[...operations, ...schemas].join("\n\n")}
`;
}

function operationText(name: string, operation: Operation): string {
  const { summary = "", description = "", parameters = [], requestBody, responses } = operation;
  const asked = parameters.map((parameter) => [
    `\`${parameter.name}\``,
    parameter.in,
    typeOf(parameter.schema),
    parameter.schema.default === undefined ? "" : code(parameter.schema.default),
    parameter.description ?? "",
  ]);
  const bodies = Object.entries(requestBody?.content ?? {})
    .map(([type, { schema }]) => [`\`${type}\``, bodyOf(schema)]);
  const answers = Object.entries(responses).map(([status, answer]) => [
    status,
    Object.entries(answer.content ?? {}).map(([type, { schema }]) => typed(type, schema))
      .join("<br>"),
    answer.description,
  ]);
  return [
    `## ${name}`,
    summary,
    description,
    table(["parameter", "in", "type", "default", "meaning"], asked),
    table(["body", "what it is"], bodies),
    table(["status", "media type", "meaning"], answers),
  ].filter((part) => part !== "").join("\n\n");
}

function typed(type: string, schema: Schema | undefined): string {
  const link = schema?.$ref === undefined ? "" : `: ${typeOf(schema)}`;
  return `\`${type}\`${link}`;
}

/** Options of a form are those of the query, which are listed once. */
function bodyOf(schema: Schema | undefined): string {
  if (schema === undefined || schema.format === "binary") return "bytes";
  return schema.description ?? typeOf(schema);
}

/** Members of a schema, those of members by their path. */
function members(schema: Schema): string {
  const rows = rowsOf(schema, "", new Map());
  if (rows.length === 0) return `Type: ${typeOf(schema)}.`;
  return table(["member", "type", "meaning"], rows);
}

/**
 * A row for each member, and for theirs.
 *
 * @param above Path of what they are members of, with its dot
 * @param listed Members that are listed already, by where: the same ones are not listed again
 */
function rowsOf(
  { properties = {}, required = [] }: Schema,
  above: string,
  listed: Map<string, string>,
): string[][] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const path = above + name;
    const type = typeOf(schema) + (required.includes(name) ? "" : " or absent");
    const inner = schema.items && !schema.items.$ref ? schema.items : schema;
    const same = inner.properties && JSON.stringify(inner.properties);
    const place = same && listed.get(same);
    const told = schema.description ?? "";
    if (place) return [[`\`${path}\``, `${type}, as \`${place}\``, told]];
    if (same) listed.set(same, path);
    const deeper = inner === schema ? `${path}.` : `${path}[].`;
    return [[`\`${path}\``, type, told], ...rowsOf(inner, deeper, listed)];
  });
}

/** The type in a few words; those with a name are links. */
function typeOf(schema: Schema): string {
  const { $ref, type, prefixItems, items, properties, additionalProperties } = schema;
  if ($ref !== undefined) {
    const name = $ref.split("/").at(-1)!;
    return `[${name}](api.md#${name.toLowerCase()})`;
  }
  if (schema.enum) {
    const shown = schema.enum.slice(0, MOST_VALUES).map(code);
    return shown.join(", ") + (schema.enum.length > MOST_VALUES ? ", …" : "");
  }
  if ("const" in schema) return code(schema.const);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return [...new Set(choices.map(typeOf))].join(" or ");
  if (schema.allOf) return [...new Set(schema.allOf.map(typeOf))].join(" and ");
  if (prefixItems) {
    const types = new Set(prefixItems.map(typeOf));
    return types.size === 1
      ? `${prefixItems.length} × ${[...types][0]}`
      : `[${prefixItems.map(typeOf).join("; ")}]`;
  }
  if (type === "array") return items ? `list of ${typeOf(items)}` : "list";
  if (type === "object" && !properties && typeof additionalProperties === "object") {
    return `object of ${typeOf(additionalProperties)}`;
  }
  return Array.isArray(type) ? type.join(" or ") : (type as string | undefined) ?? "any";
}

function code(value: unknown): string {
  return `\`${typeof value === "string" && value !== "" ? value : JSON.stringify(value)}\``;
}

/** A table of Markdown; nothing where there are no rows. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return "";
  const line = (cells: readonly string[]) =>
    `| ${
      cells.map((cell) => cell.trim().replace(/\s*\n\s*/g, "<br>").replaceAll("|", "\\|"))
        .join(" | ")
    } |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
