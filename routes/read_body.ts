/**
 * The body of a request, as a stream, into an intake.
 *
 * @module
 */

import type { ErrorCode } from "../lib/codes/errors.ts";
import { HeaderError, isHeaderError } from "../lib/errors.ts";
import type { Budget } from "../lib/budget.ts";
import { Coalesce } from "../lib/intake/coalesce.ts";
import { Entry, openEntry } from "../lib/intake/entry.ts";
import { Gzip } from "../lib/intake/gzip.ts";
import type { Intake } from "../lib/intake/intake.ts";
import {
  ACCEPTED_TYPES,
  kindOf,
  type MediaType,
  parseMediaType,
} from "../lib/intake/media_type.ts";
import { Multipart, type Part } from "../lib/intake/multipart.ts";
import { DISCARD, type EntrySink, type Sink } from "../lib/intake/sink.ts";
import { checkLimit } from "../lib/limits.ts";
import { ByobReader } from "./byob_reader.ts";
import { Deadline } from "./deadline.ts";
import { HttpProblem } from "./problems.ts";

/** How a body is sent. */
const SEND =
  "send files or their headers, as in: tar -cf - series/ | curl --data-binary @- http://localhost:8000/v1/header";

/** Longest value of a form field: options are short, except for the names of some thousand segments. */
export const MAX_FIELD = 256 * 2 ** 10;

/**
 * Reads the whole body of a request into an intake.
 *
 * @throws {HeaderError} when it cannot be read, or goes beyond a limit
 * @throws {HttpProblem} unsupported-media-type
 */
export async function readBody(request: Request, intake: Intake): Promise<void> {
  // What announces that it will be too long need not be sent.
  checkLimit("bodyBytes", Number(request.headers.get("Content-Length")), intake.budget.limits);
  const type = parseMediaType(request.headers.get("Content-Type") ?? "");
  const sink = decoded(contentSink(type, intake), request.headers.get("Content-Encoding"), intake);
  try {
    await pump(request.body, sink, intake.budget);
  } catch (error) {
    throw type.type === URL_ENCODED ? withoutLostBytes(error) : error;
  }
}

/** What `curl -d` calls a file from which it has dropped NUL, CR and LF. */
const URL_ENCODED = "application/x-www-form-urlencoded";

/** How bodies are refused that have lost some of their bytes. */
const UNREADABLE: readonly ErrorCode[] = [
  "not-dicom",
  "truncated-header",
  "bad-json",
  "bad-archive",
  "bad-array",
  "bad-header",
];

/** The error, with what helps if curl has dropped bytes: unless it is known what the body is. */
function withoutLostBytes(error: unknown): unknown {
  if (!isHeaderError(error) || !UNREADABLE.includes(error.code)) return error;
  const { code, message, details } = error;
  const isKnown = code === "not-dicom" && details["found"] !== "unknown";
  if (isKnown || details.help !== undefined) return error;
  const help = "curl -d drops NUL, CR and LF of a file: use --data-binary @file";
  return new HeaderError(code, message, { ...details, help });
}

function contentSink(type: MediaType, intake: Intake): EntrySink {
  const kind = kindOf(type.type);
  if (kind === undefined) {
    throw new HttpProblem(
      "unsupported-media-type",
      `This content type is not accepted; accepted: ${ACCEPTED_TYPES.join(", ")}`,
      { accepted: ACCEPTED_TYPES },
      { "Accept-Post": ACCEPTED_TYPES.join(", ") },
    );
  }
  if (kind === "multipart") return multipartSink(type, intake);
  const label = kind === "anything" ? undefined : kind;
  return new Entry(intake, { label, alone: true, archives: true, gzip: true });
}

function multipartSink({ type, parameters }: MediaType, intake: Intake): EntrySink {
  const boundary = parameters.get("boundary");
  // RFC 2046, 5.1.1: 1 to 70 characters.
  if (!boundary || boundary.length > 70) {
    throw new HeaderError("bad-request", "The multipart content type has no usable boundary");
  }
  const isForm = type === "multipart/form-data";
  return new Multipart(boundary, (part) => {
    if (isForm && part.name === "header" && intake.claimed) {
      return intake.claimed.partReader(intake.budget, isOption(part));
    }
    if (isForm && isOption(part)) return optionSink(part, intake);
    const kind = kindOf(part.mediaType ?? "");
    const label = kind === "multipart" || kind === "anything" ? undefined : kind;
    return openEntry(intake, { file: part.file, label, archives: true, gzip: true });
  });
}

/** A form part without a file name, unless it says that it is something else than text. */
function isOption({ file, mediaType }: Part): boolean {
  return file === undefined && (mediaType === undefined || mediaType === "text/plain");
}

function optionSink({ name }: Part, intake: Intake): EntrySink {
  const decoder = new TextDecoder();
  let value = "";
  return {
    ...DISCARD,
    push(chunk) {
      value += decoder.decode(chunk, { stream: true });
      if (value.length > MAX_FIELD) {
        throw new HeaderError("bad-option", `A form field is longer than ${MAX_FIELD} characters`);
      }
    },
    end: () => intake.addOption(name ?? "", value + decoder.decode()),
  };
}

/** Takes the content coding off (RFC 9110, 8.4). */
function decoded(content: EntrySink, encoding: string | null, intake: Intake): Sink {
  switch (encoding?.trim().toLowerCase() ?? "") {
    case "":
    case "identity":
      return content;
    case "gzip":
    case "x-gzip":
      return new Gzip(content, intake.budget);
    default:
      throw new HttpProblem(
        "unsupported-media-type",
        "This content encoding is not accepted; accepted: gzip, identity",
        { acceptedEncodings: ["gzip", "identity"] },
        { "Accept-Encoding": "gzip, identity" },
      );
  }
}

/** Pushes a stream into a sink, and lets go of it as soon as the sink refuses. */
async function pump(
  body: ReadableStream<Uint8Array> | null,
  sink: Sink,
  budget: Budget,
): Promise<void> {
  const gathered = new Coalesce(sink);
  const chunks = body && new ByobReader(body);
  const letGo = async () => await chunks?.cancel().catch(() => {});
  const deadline = new Deadline(budget.limits, letGo);
  let isEmpty = true;
  try {
    while (chunks) {
      deadline.wait();
      const chunk = await chunks.next().catch(() => {
        throw new HeaderError("bad-request", "The body broke off while it was being read");
      });
      deadline.check();
      if (!chunk) break;
      if (chunk.length > 0) isEmpty = false;
      budget.count("bodyBytes", chunk.length);
      gathered.push(chunk);
      deadline.check();
    }
    if (isEmpty) throw new HeaderError("empty-request", "The request has no body", { help: SEND });
    gathered.end();
  } catch (error) {
    // The rest of the body, however long, is not worth waiting for.
    await letGo();
    throw error;
  } finally {
    deadline.stop();
  }
}
