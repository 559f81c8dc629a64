/**
 * The header that is to be checked, among the parts of a request.
 *
 * @module
 */

import { type ClaimedHeader, claimedNumbers } from "../check/claimed_header.ts";
import { claimedAffine, claimedItk } from "../check/claimed_matrix.ts";
import { claimedNifti } from "../check/claimed_nifti.ts";
import { claimedText } from "../check/claimed_text.ts";
import { Budget } from "../budget.ts";
import { isRecord } from "../dicom/json_values.ts";
import { HeaderError } from "../errors.ts";
import { spaceNamed } from "../headers/nrrd/read/geometry.ts";
import type { SpaceName } from "../array/space.ts";
import type { Space } from "../options/types.ts";
import { ClaimedReader, metaImageReader, niftiReader, nrrdReader } from "./claimed_readers.ts";
import type { EntrySink } from "./sink.ts";

/** A NIfTI header, or a file that begins with one: nothing shorter is one. */
const BASE64 = /^[\sA-Za-z0-9+/]{100,}={0,2}\s*$/;

/** Members of a JSON body and fields of a form that are the header, and not DICOM or options. */
const MEMBERS = [
  "header",
  "spaceDirections",
  "spaceOrigin",
  "sizes",
  "affine",
  "origin",
  "spacing",
  "direction",
] as const;

type Member = typeof MEMBERS[number];

/** Members without blanks and marks, in lower case: pynrrd has them with blanks. */
const BY_NAME: ReadonlyMap<string, Member> = new Map([
  ...MEMBERS.map((member) => [member.toLowerCase(), member] as const),
  // nibabel's and numpy's; ITK-wasm's.
  ["shape", "sizes"],
  ["size", "sizes"],
]);

/** Without one of these a document is no header, whatever else it has that is called so. */
const DECISIVE: ReadonlySet<Member> = new Set([
  "header",
  "spaceDirections",
  "spaceOrigin",
  "affine",
  "direction",
]);

function memberOf(name: string): Member | undefined {
  return BY_NAME.get(name.toLowerCase().replaceAll(/[\s_-]/g, ""));
}

const READERS = { nrrd: nrrdReader, nifti: niftiReader, metaimage: metaImageReader } as const;

/** Collects the header, in whichever pieces it comes. */
export class ClaimedParts {
  readonly #members = new Map<Member, unknown>();
  #space: SpaceName | undefined;

  /** A reader of a file that is unmistakably a header. */
  reader(kind: keyof typeof READERS, budget: Budget): EntrySink {
    return READERS[kind]({ claimed: this, budget });
  }

  /**
   * A reader of a part of the name `header`, whatever it is.
   *
   * @param isField It is the text of a form field
   */
  partReader(budget: Budget, isField: boolean): EntrySink {
    return new ClaimedReader({ claimed: this, budget }, isField);
  }

  /**
   * Takes a document's members that are the header's, or a header that is itself a dictionary, as
   * pynrrd and ITK-wasm have it.
   *
   * @returns Whether there is nothing else in it
   * @throws {HeaderError} bad-header when there are two headers, or an unknown space
   */
  takeDocument(document: unknown): boolean {
    if (!isRecord(document)) return false;
    const names = Object.keys(document);
    if (!names.some((name) => DECISIVE.has(memberOf(name)!))) return false;
    const others = names.filter((name) => !this.take(name, document[name]));
    if (others.length === names.length) return false;
    if (document["space"] !== undefined) this.#space = spaceOf(document["space"]);
    return others.every((name) => name === "space");
  }

  /**
   * Takes a form field or a member of a JSON body, if it is one of the header's.
   *
   * @throws {HeaderError} bad-header when there are two
   */
  take(name: string, value: unknown): boolean {
    const member = memberOf(name);
    if (member === undefined) return false;
    if (member === "header" && this.takeDocument(value)) return true;
    if (this.#members.has(member)) {
      throw new HeaderError("bad-header", `The request has ${member} twice`, { field: member });
    }
    this.#members.set(member, value);
    return true;
  }

  /**
   * The header.
   *
   * @param stated Space of numbers that do not name theirs; undefined where nobody says
   * @throws {HeaderError} bad-header
   */
  read(stated?: Space): ClaimedHeader {
    const header = this.#members.get("header");
    if (header instanceof Uint8Array) return claimedNifti(header);
    if (typeof header === "string") {
      const decoded = decodedHeader(header);
      return decoded instanceof Uint8Array ? claimedNifti(decoded) : claimedText(decoded);
    }
    const space = this.#space ?? stated;
    const sizes = this.#numbers("sizes");
    if (this.#members.has("affine")) {
      return claimedAffine({ affine: this.#numbers("affine"), space, sizes });
    }
    if (this.#members.has("direction")) {
      return claimedItk({
        origin: this.#numbers("origin"),
        spacing: this.#numbers("spacing"),
        direction: this.#numbers("direction"),
        space,
        sizes,
      });
    }
    if (this.#members.has("spaceDirections")) {
      return claimedNumbers({
        spaceDirections: this.#numbers("spaceDirections"),
        spaceOrigin: this.#numbers("spaceOrigin"),
        sizes,
        space,
      });
    }
    throw new HeaderError(
      "bad-header",
      "There is no header to check: send a NRRD, NIfTI or MetaImage header, an affine, origin, spacing and direction, or spaceDirections and spaceOrigin",
    );
  }

  /** Lists of numbers; in form fields they are text. */
  #numbers(member: Member): unknown {
    const value = this.#members.get(member);
    if (typeof value !== "string") return value;
    try {
      // Python prints what is no number as nan, and what is nothing as None.
      return JSON.parse(value.replaceAll(/\b(nan|none)\b/gi, "null"));
    } catch {
      throw new HeaderError("bad-header", `${member} must be a JSON list of numbers`, {
        field: member,
      });
    }
  }
}

function spaceOf(value: unknown): SpaceName {
  const space = typeof value === "string" ? spaceNamed(value) : undefined;
  if (space) return space;
  throw new HeaderError("bad-header", "space must be LPS, RAS or a NRRD space name", {
    field: "space",
  });
}

/** A header that came in base64, perhaps compressed: bytes of NIfTI, or text; other texts as they are. */
function decodedHeader(text: string): Uint8Array | string {
  if (!BASE64.test(text)) return text;
  let latin1;
  try {
    latin1 = atob(text.replaceAll(/\s/g, ""));
  } catch {
    return text;
  }
  const bytes = Uint8Array.from(latin1, (character) => character.charCodeAt(0));
  let header: unknown = text;
  const take = (_: string, value: unknown): boolean => {
    header = value;
    return true;
  };
  const reader = new ClaimedReader({ claimed: { take }, budget: new Budget() });
  reader.push(bytes);
  reader.end();
  return header as Uint8Array | string;
}
