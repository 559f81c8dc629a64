/**
 * Headers in other formats within a JSON reply.
 *
 * @module
 */

import { encodeBase64 } from "@std/encoding/base64";
import type { ErrorCode } from "./codes/errors.ts";
import { type Details, isHeaderError, orError } from "./errors.ts";
import { DistinctNames } from "./headers/distinct_names.ts";
import type { FormFile } from "./headers/forms.ts";
import type { FormName } from "./options/table.ts";
import type { Finding } from "./volumes/finding.ts";

/** A header in another format, or why there is none. */
export interface FormReply {
  /** Name to save it under. */
  readonly fileName?: string;
  /** Type of its bytes. */
  readonly mediaType?: string;
  /** The header, if it is text. */
  readonly text?: string;
  /** The bytes of the header, if it is not text. */
  readonly base64?: string;
  /** The header, if it is JSON. */
  readonly json?: unknown;
  /** What closes a file behind its samples, where something has to. */
  readonly end?: string;
  /** Remarks on the array in this format. */
  readonly findings?: readonly Finding[];
  /** Why the format cannot hold the array. */
  readonly error?: {
    /** Stable, kebab-case. */
    readonly code: ErrorCode;
    /** One sentence, with both numbers. */
    readonly message: string;
    /** The same numbers, and under `help` what can be done. */
    readonly details: Details;
  };
}

/** Headers of one array in several formats. */
export function formReplies(
  names: readonly FormName[],
  make: (name: FormName) => FormFile,
): Partial<Record<FormName, FormReply>> {
  const distinct = new DistinctNames();
  return Object.fromEntries(names.map((name): [FormName, FormReply] => {
    const file = orError(() => make(name));
    if (isHeaderError(file)) {
      const { code, message, details } = file;
      return [name, { error: { code, message, details } }];
    }
    return [name, { ...formReply(file), fileName: distinct.of(file.fileName, name) }];
  }));
}

function formReply({ content, ...rest }: FormFile): FormReply {
  if (typeof content !== "string") return { ...rest, base64: encodeBase64(content) };
  return rest.mediaType.endsWith("+json")
    ? { ...rest, json: JSON.parse(content) }
    : { ...rest, text: content };
}
