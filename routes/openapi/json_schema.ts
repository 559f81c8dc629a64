/**
 * valibot's schemas as JSON Schema 2020-12, the dialect of OpenAPI 3.1.
 *
 * @module
 */

import { type ConversionConfig, toJsonSchema, toJsonSchemaDefs } from "@valibot/to-json-schema";
import type { GenericSchema } from "valibot";

/** A JSON Schema, as data. */
export type Schema = Readonly<Record<string, unknown>>;

/** Checks that JSON Schema cannot say (an NRRD type, a harmless file name) are left out. */
const COMMON = { target: "draft-2020-12", errorMode: "ignore" } as const;

/** What a client may send. */
export function inputSchema(schema: GenericSchema): Schema {
  const { $schema: _, ...rest } = toJsonSchema(schema, { ...COMMON, typeMode: "input" });
  return rest as Schema;
}

/**
 * What a client gets: definitions for `components.schemas`, which refer to one another.
 *
 * Objects are published open, so that a client that holds replies against them does not break when a
 * member is added.
 */
export function outputSchemas(
  schemas: Readonly<Record<string, GenericSchema>>,
): Readonly<Record<string, Schema>> {
  const config: ConversionConfig = {
    ...COMMON,
    overrideSchema({ valibotSchema, jsonSchema }) {
      if (valibotSchema.type !== "strict_object") return null;
      const { additionalProperties: _, ...open } = jsonSchema;
      return open;
    },
    overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
  };
  return toJsonSchemaDefs(schemas, config) as Readonly<Record<string, Schema>>;
}
