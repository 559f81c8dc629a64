/** The published document, and replies held against it by a validator that did not make it. */

import { Ajv2020 } from "ajv/dist/2020.js";
import { textOf } from "../../routes/generated_file.ts";
import { openapi } from "../../routes/generated/openapi.ts";
import { equal, ok } from "../assert.ts";

/** A response as the document describes it. */
export interface DocumentedResponse {
  readonly headers?: Readonly<Record<string, { readonly required?: boolean }>>;
  readonly content?: Readonly<Record<string, DocumentedContent>>;
}

/** Content of a request or response. */
export interface DocumentedContent {
  readonly schema: Readonly<Record<string, unknown>>;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}

/** An operation as the document describes it. */
export interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly schema: {
      readonly enum?: readonly string[];
      readonly pattern?: string;
      readonly default?: string;
    };
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, DocumentedContent>> };
  readonly responses: Readonly<Record<string, DocumentedResponse>>;
}

/** The document. */
export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

/** What is published. */
export const openApi: OpenApi = JSON.parse(await textOf(openapi));

/** Where a schema of the document stands. */
const COMPONENTS = "#/components/schemas/";

/** What is sent; the others are replies. */
const REQUESTS: ReadonlySet<string> = new Set(["Dataset", "Options", "CheckBody", "JsonBody"]);

/**
 * The document for replies of today: published schemas are open to members to come, these are closed
 * but where they say that further members are theirs.
 */
const closed = {
  ...openApi,
  components: {
    schemas: Object.fromEntries(
      Object.entries(openApi.components.schemas)
        .map(([name, schema]) => [name, REQUESTS.has(name) ? schema : withoutOthers(schema)]),
    ),
  },
};

function withoutOthers(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutOthers);
  if (typeof schema !== "object" || schema === null) return schema;
  const copy = Object.fromEntries(
    Object.entries(schema).map(([name, value]) => [name, withoutOthers(value)]),
  );
  // A member of a reply may be called "type" or "properties"; its schema is no text.
  return copy["type"] === "object" ? { additionalProperties: false, ...copy } : copy;
}

const ajv = new Ajv2020({ strict: false, allErrors: true });
ajv.addFormat("binary", true);
ajv.addSchema(closed, "document");

/** What is wrong with a reply by a schema of the document; nothing is undefined. */
export function faults(component: string, reply: unknown): string | undefined {
  const $ref = `document${COMPONENTS}${component}`;
  const validate = ajv.getSchema($ref) ?? ajv.compile({ $ref });
  return validate(reply) ? undefined : ajv.errorsText(validate.errors);
}

/** An operation, and where it stands. */
export interface Place {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
}

/** All operations. */
export const operations: readonly Place[] = Object.entries(openApi.paths).flatMap((
  [path, methods],
) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })));

/** The operation that serves a request; undefined for what is not documented. */
export function operationOf(method: string, path: string): Place | undefined {
  const template = path.replace(/^\/problems\/[^/]+$/, "/problems/{code}");
  return operations.find((place) =>
    place.path === template && place.method === method.toLowerCase()
  );
}

/** Fails unless the reply is one that the operation is documented to give. */
export async function isDocumented(place: Place, response: Response): Promise<void> {
  const { path, method, operation } = place;
  const what = `${method} ${path} ${response.status}`;
  const documented = operation.responses[response.status];
  ok(documented, `${what} is not documented`);
  for (const [name, { required }] of Object.entries(documented.headers ?? {})) {
    if (required) ok(response.headers.has(name), `${what} has no ${name}`);
  }
  if (documented.content === undefined) return equal(await response.text(), "");
  const type = response.headers.get("Content-Type")?.replace(/;.*/, "") ?? "";
  ok(documented.content[type], `${what} is not documented as ${type}`);
  const body = type.endsWith("json") ? await response.json() : await response.text();
  const steps = ["paths", path, method, "responses", `${response.status}`, "content", type];
  const $ref = `document#/${steps.map(escaped).join("/")}/schema`;
  const validate = ajv.getSchema($ref) ?? ajv.compile({ $ref });
  ok(validate(body), `${what}: ${ajv.errorsText(validate.errors)}`);
}

/** A name in a JSON pointer (RFC 6901) in a URI fragment. */
function escaped(name: string): string {
  return encodeURIComponent(name.replaceAll("~", "~0").replaceAll("/", "~1"));
}
