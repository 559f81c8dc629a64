/**
 * Schemas of the replies, from their types: each member's docstring is its description.
 *
 * @module
 */

import { createGenerator } from "ts-json-schema-generator";
import type { Replies } from "./replies.ts";
import { isSchema, type Schema } from "./schema.ts";

const here = (name: string) => new URL(name, import.meta.url).pathname;

/** The generator's way to refer to a definition. */
const DEFINITIONS = "#/definitions/";

/** Definitions for `components.schemas`, which refer to one another. */
export function replySchemas(): Readonly<Record<keyof Replies, Schema>> {
  const definitions = definitionsOf("Replies");
  const named = Object.entries(definitions["Replies"]!["properties"] as Record<string, Schema>)
    .map(([name, { $ref }]) => [name, String($ref).slice(DEFINITIONS.length)] as const);
  const names = new Map(named.map(([name, definition]) => [definition, name]));
  return Object.fromEntries(
    named.map(([name, definition]) => [
      name,
      published(definitions[definition]!, { definitions, names, within: [] }),
    ]),
  ) as Record<keyof Replies, Schema>;
}

/** The definitions that a type of `replies.ts` consists of. */
function definitionsOf(type: string): Readonly<Record<string, Schema>> {
  const generator = createGenerator({
    path: here("replies.ts"),
    tsconfig: here("tsconfig.json"),
    type,
    // Members stay in the order of the types, and names as they are.
    sortProps: false,
    encodeRefs: false,
    // Deno does that, and knows what the modules of packages are.
    skipTypeCheck: true,
    additionalProperties: false,
  });
  return generator.createSchema(type).definitions as Record<string, Schema>;
}

interface Context {
  readonly definitions: Readonly<Record<string, Schema>>;
  /** Published names of definitions. */
  readonly names: ReadonlyMap<string, string>;
  /** Definitions that are being written out. */
  readonly within: readonly string[];
}

/**
 * A schema of the generator, which writes draft 7, in the dialect of the document.
 *
 * Closed objects are published open, so that a client that holds replies against them does not break
 * when a member is added; those that have members without a schema today say so.
 */
function published(schema: Schema, context: Context): Schema {
  const { $ref, additionalProperties, ...rest } = schema;
  if (typeof $ref === "string") return referred($ref.slice(DEFINITIONS.length), rest, context);
  const members = Object.entries(rest).map(([name, value]) => {
    if (name === "properties") return [name, eachOf(value as Schema, context)];
    if (name === "anyOf" || name === "allOf" || name === "items" && Array.isArray(value)) {
      return [name, (value as Schema[]).map((part) => published(part, context))];
    }
    return [name, name === "items" && isSchema(value) ? published(value, context) : value];
  });
  const { description, ...plain } = tuple(Object.fromEntries(members));
  return {
    ...plain,
    ...(rest["type"] === "object" && additionalProperties !== false
      ? { additionalProperties: additionalProperties ?? true }
      : {}),
    ...(typeof description === "string" ? { description: inMarkdown(description) } : {}),
  };
}

function eachOf(properties: Schema, context: Context): Schema {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, published(value as Schema, context)]),
  );
}

/** A definition where it is used: by its name if it has one, else written out. */
function referred(definition: string, rest: Schema, context: Context): Schema {
  const name = context.names.get(definition);
  if (name !== undefined) return { $ref: `#/components/schemas/${name}`, ...rest };
  const { definitions, within } = context;
  if (within.includes(definition)) throw new Error(`${definition} holds itself and has no name`);
  const inside = { ...context, within: [...within, definition] };
  return published({ ...definitions[definition], ...rest }, inside);
}

/**
 * Lists of a fixed length: `prefixItems` are what draft 7 calls a list of `items`. That there are no
 * more of them is said by number: generators of clients do not know `items: false`.
 */
function tuple(schema: Schema): Schema {
  const { items, minItems, maxItems, ...rest } = schema;
  if (minItems === undefined || minItems !== maxItems) return schema;
  const { description: _, ...item } = isSchema(items) ? items : {};
  const prefixItems = Array.isArray(items) ? items : Array(Number(minItems)).fill(item);
  return { ...rest, prefixItems, minItems, maxItems };
}

/** Without the links of docstrings, which lead nowhere here. */
function inMarkdown(description: string): string {
  return description.replace(/\{@link(?:code)? ([^}]*)\}/g, "`$1`");
}
