/**
 * The header that is to be checked, among the parts of a request.
 *
 * @module
 */

import { type ClaimedHeader, claimedNumbers, claimedText } from "../check/claimed_header.ts";
import { isRecord } from "../dicom/json_values.ts";
import { HeaderError } from "../errors.ts";
import { spaceNamed } from "../headers/nrrd/read/geometry.ts";
import type { SpaceName } from "../array/space.ts";
import type { Space } from "../options/types.ts";

/** Members of a JSON body and fields of a form that are the header, and not DICOM or options. */
const MEMBERS = ["header", "spaceDirections", "spaceOrigin", "sizes"] as const;

type Member = typeof MEMBERS[number];

/** Members without blanks and marks, in lower case: pynrrd has them with blanks. */
const BY_NAME: ReadonlyMap<string, Member> = new Map(
  MEMBERS.map((member) => [member.toLowerCase(), member]),
);

/** Collects the header, in whichever pieces it comes. */
export class ClaimedParts {
  readonly #members = new Map<Member, unknown>();
  #space: SpaceName | undefined;

  /**
   * Takes a document's members that are the header's, or a header that is itself a dictionary, as
   * pynrrd has it.
   *
   * @returns Whether there is nothing else in it
   * @throws {HeaderError} bad-header when there are two headers, or an unknown space
   */
  takeDocument(document: unknown): boolean {
    if (!isRecord(document)) return false;
    const names = Object.keys(document);
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
    const member = BY_NAME.get(name.toLowerCase().replaceAll(/[\s_-]/g, ""));
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
   * @param space Space of numbers that do not name theirs
   * @throws {HeaderError} bad-header
   */
  read(space: Space): ClaimedHeader {
    const header = this.#members.get("header");
    if (typeof header === "string") return claimedText(header);
    if (this.#members.has("spaceDirections")) {
      return claimedNumbers({
        spaceDirections: this.#numbers("spaceDirections"),
        spaceOrigin: this.#numbers("spaceOrigin"),
        sizes: this.#numbers("sizes"),
        space: this.#space ?? space,
      });
    }
    throw new HeaderError(
      "bad-header",
      "There is no header to check: send a NRRD header, or spaceDirections and spaceOrigin",
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
