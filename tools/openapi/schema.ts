/**
 * JSON Schema 2020-12, the dialect of OpenAPI 3.1.
 *
 * @module
 */

/** A JSON Schema, as data. */
export type Schema = Readonly<Record<string, unknown>>;

/** Whether a member of a schema holds other members, and not a list or a value. */
export function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
