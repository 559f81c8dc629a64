/**
 * OpenAPI request bodies, by content type.
 *
 * @module
 */

import { toJsonSchema } from "@valibot/to-json-schema";
import type { GenericSchema } from "valibot";
import { ACCEPTED_TYPES } from "../../lib/intake/media_type.ts";
import { schemas } from "../../lib/options/structured.ts";
import { meaningOf, OPTION_NAMES, type OptionName, optionOf } from "../../lib/options/table.ts";
import type { Example } from "./examples.ts";
import { isSchema, type Schema } from "./schema.ts";

/** Schema of each option, with what it does. */
export function optionSchemas(): Readonly<Record<OptionName, Schema>> {
  const schemas = OPTION_NAMES.map((name) => [name, optionSchema(name)] as const);
  return Object.fromEntries(schemas) as Record<OptionName, Schema>;
}

function optionSchema(name: OptionName): Schema {
  const { values, synonyms = {}, pattern, default: usual, suggestions, json } = optionOf(name);
  return {
    type: "string",
    ...(values ? { enum: [...Object.keys(values), ...Object.keys(synonyms)] } : {}),
    ...(pattern === undefined ? {} : { pattern }),
    ...(usual === undefined ? {} : { default: usual }),
    ...(suggestions && !json ? { examples: suggestions } : {}),
    description: meaningOf(name),
  };
}

const BYTES: Schema = { type: "string", format: "binary" };

/** Content by type; what has no schema here is bytes. */
export function bodies(
  json: string,
  fields: Readonly<Record<string, Schema>>,
  examples: Readonly<Record<string, Example>>,
): Record<string, unknown> {
  const jsonBody = { $ref: `#/components/schemas/${json}` };
  const schemas: Readonly<Record<string, Schema>> = {
    "multipart/form-data": {
      type: "object",
      description:
        "Files under any field name; options as fields. File names are kept, with their folders.",
      properties: { file: { type: "array", items: BYTES }, ...fields, ...optionSchemas() },
    },
    "application/json": jsonBody,
    "application/dicom+json": jsonBody,
    "application/x-ndjson": {
      type: "string",
      description: "One dataset a line, in any of the dialects of application/json.",
    },
  };
  return Object.fromEntries(ACCEPTED_TYPES.map((type) => {
    const shown = Object.entries(examples).filter(([, example]) => example.contentType === type)
      .map(([name, { summary, body }]) => [name, { summary, value: body }]);
    return [type, {
      schema: schemas[type] ?? BYTES,
      ...(shown.length > 0 ? { examples: Object.fromEntries(shown) } : {}),
    }];
  }));
}

/** What a header that is to be checked can be sent as, besides a file. */
export const CLAIMED_FIELDS: Readonly<Record<string, Schema>> = {
  header: {
    type: "string",
    description:
      "A NRRD or MetaImage header, or the first bytes of a .nrrd, .mha, .nii or .nii.gz, as they are or in base64",
  },
  spaceDirections: { type: "string", description: "Instead: three vectors, mm, as JSON" },
  spaceOrigin: { type: "string", description: "With them: the origin, mm, as JSON" },
  sizes: { type: "string", description: "With them: sizes of the axes, as JSON" },
  affine: {
    type: "string",
    description:
      "Instead: a matrix of 4 × 4 or 3 × 4 numbers, mm, as JSON; RAS unless space says LPS",
  },
  direction: {
    type: "string",
    description: "Instead, as SimpleITK has it: nine numbers, row-major, LPS, as JSON",
  },
  origin: { type: "string", description: "With it: the first voxel, mm, as JSON" },
  spacing: { type: "string", description: "With it: the spacings, mm, as JSON" },
};

const VECTOR: Schema = { type: "array", items: { type: "number" }, minItems: 3, maxItems: 3 };

/** Schemas of JSON requests. */
export function jsonBodySchemas(): Readonly<Record<string, Schema>> {
  const options = optionSchemas();
  const instances = {
    instances: { type: "array", items: { $ref: "#/components/schemas/Dataset" } },
    options: { $ref: "#/components/schemas/Options" },
  };
  return {
    Dataset: {
      type: "object",
      // Said, since generators of clients take an object without properties for an empty one.
      additionalProperties: true,
      description:
        "The header of one object in any dialect: DICOM JSON Model, pydicom's to_json, keyword dictionaries, dcm2json, dcmjs, dicom-parser, Orthanc's tags, ITK's 0020|0032, records of a table.",
    },
    Options: {
      type: "object",
      properties: {
        ...options,
        volume: { ...options.volume, type: ["string", "integer"], minimum: 0 },
        step: { ...options.step, type: ["string", "number"] },
        plane: asText(options.plane, inputSchema(schemas().plane)),
        segments: asText(options.segments, inputSchema(schemas().segments)),
        npy: asText(options.npy, inputSchema(schemas().npy)),
      },
      additionalProperties: false,
    },
    CheckBody: {
      type: "object",
      required: ["instances"],
      properties: {
        ...instances,
        header: {
          type: ["string", "object"],
          description:
            "A NRRD or MetaImage header; NIfTI in base64; pynrrd's dictionary or an image of ITK-wasm",
        },
        spaceDirections: {
          type: "array",
          items: { anyOf: [VECTOR, { type: "array", items: { type: "null" } }, { type: "null" }] },
        },
        spaceOrigin: VECTOR,
        sizes: { type: "array", items: { type: "integer" } },
        affine: {
          description: "4 × 4 or 3 × 4, mm; RAS unless space says LPS",
          type: "array",
          items: {
            anyOf: [
              { type: "array", items: { type: "number" }, minItems: 4, maxItems: 4 },
              { type: "number" },
            ],
          },
        },
        direction: {
          description: "SimpleITK's: row-major, LPS",
          type: "array",
          items: { type: "number" },
          minItems: 9,
          maxItems: 9,
        },
        origin: VECTOR,
        spacing: VECTOR,
      },
    },
    JsonBody: {
      anyOf: [
        { type: "object", required: ["instances"], properties: instances },
        { type: "array", items: { $ref: "#/components/schemas/Dataset" } },
        {
          description: "One dataset, or datasets by any key.",
          $ref: "#/components/schemas/Dataset",
        },
      ],
    },
  };
}

/** What a client may send; checks that JSON Schema cannot say are left out. */
function inputSchema(schema: GenericSchema): Schema {
  const { $schema: _, ...rest } = toJsonSchema(schema, {
    target: "draft-2020-12",
    typeMode: "input",
    errorMode: "ignore",
  });
  return countedTuples(rest as Schema);
}

/** As in replies: that a list has no more items is said by number, which generators know. */
function countedTuples(schema: Schema): Schema {
  const members = Object.entries(schema).map(([name, value]) => [
    name,
    Array.isArray(value)
      ? value.map((part) => isSchema(part) ? countedTuples(part) : part)
      : isSchema(value)
      ? countedTuples(value)
      : value,
  ]);
  const { items, prefixItems, ...rest } = Object.fromEntries(members);
  if (prefixItems === undefined) return { ...rest, ...(items === undefined ? {} : { items }) };
  if (items !== false) throw new Error("a list that begins with these items may be longer");
  const length = prefixItems.length;
  return { ...rest, prefixItems, minItems: length, maxItems: length };
}

/** JSON in JSON, or the same as text. */
function asText({ description, ...text }: Schema, value: Schema): Schema {
  return { description, anyOf: [value, text] };
}
