/**
 * OpenAPI responses.
 *
 * @module
 */

import { DIAGNOSES } from "../../lib/codes/diagnoses.ts";
import { type ProblemCode, PROBLEMS } from "../../lib/codes/errors.ts";
import { FINDINGS } from "../../lib/codes/findings.ts";
import { FORM_NAMES, OPTIONS } from "../../lib/options/table.ts";
import { MEDIA_TYPES } from "../../lib/written.ts";
import { CHECK_EXAMPLES, type Example, exampleReplies, HEADER_EXAMPLES } from "./examples.ts";
import type { Schema } from "./schema.ts";

/** Statuses of problems, by what HTTP calls them. */
const REASONS: Readonly<Record<number, string>> = {
  400: "The request cannot be read.",
  404: "There is nothing here.",
  406: "No media type of Accept can be made.",
  413: "The request is larger than the limits allow.",
  415: "The content type or encoding is not accepted.",
  422: "The headers are readable, but no true NRRD header exists for them.",
  500: "The service has a fault.",
};

/** A response header that is always there. */
const text = (description: string) => ({ description, required: true, schema: { type: "string" } });

/** Headers of every response. */
export const ALWAYS = {
  "X-Request-Id": text(
    "Names the request: as it was sent, if it has 1 to 64 of `A-Z a-z 0-9 . _ -`, or a new one",
  ),
  "Vary": text("Accept-Encoding, and Accept where there are several forms"),
};

/** Headers of every reply that is computed. */
const COMPUTED = {
  ...ALWAYS,
  "Server-Timing": text("Milliseconds for reading the request and for making the reply"),
  "Cache-Control": text("no-store"),
};

const HEADER_TEXT: Schema = {
  type: "string",
  pattern: "^NRRD000[1-5]\\n",
  description: "The header of one volume, ready byte for byte",
};

const ARCHIVE: Schema = {
  type: "string",
  format: "binary",
  description: "Every volume's headers under their file names, and `reply.json`",
};

/** Headers in other formats than NRRD, by their types. */
const OTHER_FORMS: Readonly<Record<string, unknown>> = Object.fromEntries(
  FORM_NAMES.filter((name) => name !== "text").map((name) => {
    const description = OPTIONS.format.values[name];
    const type = MEDIA_TYPES[name];
    const schema = type.endsWith("+json")
      ? { type: "object" }
      : { type: "string", format: "binary" };
    return [type, { schema: { ...schema, description } }];
  }),
);

/** What can come back from `POST /v1/header`. */
export async function headerResponses(): Promise<Record<string, unknown>> {
  const examples = await repliesByPlace("/v1/header", HEADER_EXAMPLES);
  return {
    200: {
      description: "The header, or all headers.",
      headers: {
        ...COMPUTED,
        "Dcm2nhdr-Findings": {
          description: `Codes of the findings, separated by commas.\n\n${
            listed(meanings(FINDINGS))
          }`,
          schema: { type: "string" },
        },
        "Content-Disposition": {
          description: "Name to save the header under, or headers.zip; not for JSON",
          schema: { type: "string" },
        },
      },
      content: {
        [MEDIA_TYPES.text]: { schema: HEADER_TEXT, ...examples(200, MEDIA_TYPES.text) },
        [MEDIA_TYPES.json]: {
          schema: { $ref: "#/components/schemas/Reply" },
          ...examples(200, MEDIA_TYPES.json),
        },
        [MEDIA_TYPES.zip]: { schema: ARCHIVE },
        ...OTHER_FORMS,
      },
    },
    ...problemResponses(examples),
  };
}

/** What can come back from `POST /v1/check`. */
export async function checkResponses(): Promise<Record<string, unknown>> {
  const examples = await repliesByPlace("/v1/check", CHECK_EXAMPLES);
  return {
    200: {
      description: `How far the header is off, why, and the right one. Diagnoses:\n\n${
        listed(DIAGNOSES)
      }`,
      headers: COMPUTED,
      content: {
        [MEDIA_TYPES.json]: {
          schema: { $ref: "#/components/schemas/CheckReply" },
          ...examples(200, MEDIA_TYPES.json),
        },
        [MEDIA_TYPES.text]: { schema: { type: "string" }, ...examples(200, MEDIA_TYPES.text) },
      },
    },
    ...problemResponses(examples),
  };
}

type Examples = (status: number, type: string) => { readonly examples?: unknown };

function problemResponses(examples: Examples): Record<string, unknown> {
  return Object.fromEntries([400, 406, 413, 415, 422, 500].map((status) => [
    status,
    problemResponse(status, examples(status, "application/problem+json")),
  ]));
}

/**
 * Response of a problem: its codes, and what each means.
 *
 * @param content Examples and the like
 * @param others Other forms, by their type
 */
export function problemResponse(
  status: number,
  content: object = {},
  others: object = {},
): Record<string, unknown> {
  const codes = codesOf(status);
  const list = listed(
    Object.fromEntries(codes.map((code) => [code, PROBLEMS[code].means])),
  );
  return {
    description: `${REASONS[status]}\n\n${list}`,
    headers: ALWAYS,
    content: {
      "application/problem+json": {
        schema: {
          allOf: [{ $ref: "#/components/schemas/Problem" }],
          properties: { status: { const: status }, code: { enum: codes } },
        },
        ...content,
      },
      ...others,
    },
  };
}

/** Response of the given type, with the headers that all have. */
export function plainResponse(description: string, type: string, schema: Schema): unknown {
  return { description, headers: ALWAYS, content: { [type]: { schema } } };
}

function codesOf(status: number): ProblemCode[] {
  const codes = Object.keys(PROBLEMS) as ProblemCode[];
  return codes.filter((code) => PROBLEMS[code].status.includes(status));
}

function meanings(table: Readonly<Record<string, { readonly means: string }>>) {
  return Object.fromEntries(Object.entries(table).map(([code, { means }]) => [code, means]));
}

function listed(meanings: Readonly<Record<string, string>>): string {
  return Object.entries(meanings).map(([code, means]) => `- \`${code}\`: ${means}`).join("\n");
}

/** Examples of replies, by status and media type. */
async function repliesByPlace(
  path: string,
  requests: Readonly<Record<string, Example>>,
): Promise<Examples> {
  const places = new Map<string, Record<string, unknown>>();
  for (const [name, example] of Object.entries(requests)) {
    for (const { status, type, body: value } of await exampleReplies(path, example)) {
      const place = `${status} ${type}`;
      const { summary } = example;
      places.set(place, { ...places.get(place), [name]: { summary, value } });
    }
  }
  return (status, type) => {
    const examples = places.get(`${status} ${type}`);
    return examples ? { examples } : {};
  };
}
