/**
 * The OpenAPI 3.1 document, made of what the service itself uses: the types of replies, the tables of
 * options and codes, and its answers to the examples.
 *
 * @module
 */

import config from "../../deno.json" with { type: "json" };
import { PROBLEMS } from "../../lib/codes/errors.ts";
import { FORMATS } from "../../lib/service.ts";
import { bodies, CLAIMED_FIELDS, jsonBodySchemas, optionSchemas } from "./bodies.ts";
import { CHECK_EXAMPLES, HEADER_EXAMPLES } from "./examples.ts";
import { replySchemas } from "./reply_schemas.ts";
import {
  ALWAYS,
  checkResponses,
  headerResponses,
  plainResponse,
  problemResponse,
} from "./responses.ts";
import type { Schema } from "./schema.ts";

const DESCRIPTION =
  `DICOM headers in, a ready NRRD header out: the third direction comes from where the slices are.

Nothing is stored. Bodies may be compressed (\`Content-Encoding: gzip\`); only headers are kept, so files may be sent whole or cut anywhere after the geometry. A body without a type, or as \`text/plain\` or \`application/x-www-form-urlencoded\`, is recognised by its content. Options stand in the query, in form fields, or under \`options\` of a JSON body; the query wins.`;

const NOT_MODIFIED = { description: "It is still the one whose ETag was sent." };

const SEE_DOCS = {
  description: "To the explanation in the documentation.",
  headers: ALWAYS,
};

/** Makes the document. */
export async function makeDocument(): Promise<Record<string, unknown>> {
  return {
    openapi: "3.1.0",
    info: {
      title: "dcm2nhdr",
      version: config.version,
      description: DESCRIPTION,
      license: { name: config.license, identifier: config.license },
    },
    servers: [{ url: "/" }],
    paths: {
      "/v1/header": {
        post: {
          operationId: "makeHeader",
          summary: "DICOM headers to a NRRD header",
          parameters: queryParameters(optionSchemas()),
          requestBody: { required: true, content: bodies("JsonBody", {}, HEADER_EXAMPLES) },
          responses: await headerResponses(),
        },
      },
      "/v1/check": {
        post: {
          operationId: "checkHeader",
          summary: "A NRRD header against the series that it is meant for",
          parameters: queryParameters({
            ...CLAIMED_FIELDS,
            ...optionSchemas(),
            format: { type: "string", enum: FORMATS.check, description: "Form of the reply" },
          }),
          requestBody: {
            required: true,
            content: bodies("CheckBody", CLAIMED_FIELDS, CHECK_EXAMPLES),
          },
          responses: await checkResponses(),
        },
      },
      "/problems/{code}": {
        get: {
          operationId: "explainProblem",
          summary: "What a problem means and what helps",
          parameters: [{
            name: "code",
            in: "path",
            required: true,
            schema: { type: "string", enum: Object.keys(PROBLEMS) },
          }],
          responses: {
            200: plainResponse("The explanation", "text/plain", { type: "string" }),
            303: SEE_DOCS,
            404: problemResponse(404, {}, { "text/html": { schema: { type: "string" } } }),
          },
        },
      },
      "/problems": {
        get: {
          operationId: "listProblems",
          summary: "The code of every problem, and what it means",
          responses: {
            200: plainResponse("A code on each line", "text/plain", { type: "string" }),
            303: SEE_DOCS,
          },
        },
      },
      "/health": {
        get: {
          operationId: "health",
          summary: "Whether the service runs",
          responses: {
            200: plainResponse("It does", "application/json", {
              $ref: "#/components/schemas/Health",
            }),
          },
        },
      },
      "/openapi.json": {
        get: {
          operationId: "openapi",
          summary: "This document",
          responses: {
            200: plainResponse("OpenAPI 3.1", "application/json", { type: "object" }),
            304: NOT_MODIFIED,
          },
        },
      },
      ...docsPaths(),
      ...filePaths(),
      "/": {
        get: {
          operationId: "page",
          summary: "The page for people",
          responses: {
            200: plainResponse("A page", "text/html", { type: "string" }),
            304: NOT_MODIFIED,
          },
        },
      },
    },
    components: {
      schemas: { ...replySchemas(), ...jsonBodySchemas() },
    },
  };
}

/** The documentation: its first page, and all others. */
function docsPaths(): Readonly<Record<string, unknown>> {
  const text = { schema: { type: "string" } };
  return {
    "/docs": {
      get: {
        operationId: "docs",
        summary: "The documentation for people",
        responses: {
          200: plainResponse("Its first page", "text/html", { type: "string" }),
          304: NOT_MODIFIED,
          308: { description: "To /docs/: links are relative to it.", headers: ALWAYS },
        },
      },
    },
    "/docs/{file}": {
      get: {
        operationId: "docsFile",
        summary: "A page of the documentation, or where a code is explained",
        parameters: [{
          name: "file",
          in: "path",
          required: true,
          description: "A file, or a code of an error, a finding or a diagnosis",
          schema: { type: "string", examples: ["questions.html", "missing-slices"] },
        }],
        responses: {
          200: {
            ...plainResponse("The file", "text/html", { type: "string" }) as object,
            content: { "text/html": text, "text/css": text, "text/javascript": text },
          },
          303: SEE_DOCS,
          304: NOT_MODIFIED,
          404: problemResponse(404, {}, { "text/html": { schema: { type: "string" } } }),
        },
      },
    },
  };
}

/** The clients, each as a file. */
function filePaths(): Readonly<Record<string, unknown>> {
  const files = [
    ["/client.js", "client", "The client for browsers, Deno and Node: a module", "text/javascript"],
    ["/client.d.ts", "clientTypes", "Types of that client", "text/typescript"],
    ["/dcm2nhdr.py", "pythonClient", "The client for Python: one file", "text/x-python"],
  ] as const;
  return Object.fromEntries(files.map(([path, operationId, summary, type]) => [path, {
    get: {
      operationId,
      summary,
      responses: {
        200: plainResponse("The file", type, { type: "string" }),
        304: NOT_MODIFIED,
      },
    },
  }]));
}

function queryParameters(schemas: Readonly<Record<string, Schema>>): readonly unknown[] {
  return Object.entries(schemas).map(([name, { description, ...schema }]) => ({
    name,
    in: "query",
    description,
    schema,
  }));
}
