/**
 * The service without its transport: what came in, to what goes out, for a header and for a check.
 *
 * The one place that knows the procedure. HTTP, the command line, the page and the library's own
 * functions bring bytes to an intake and take files from here.
 *
 * @module
 */

import { Budget } from "./budget.ts";
import { HeaderError } from "./errors.ts";
import { type Frames, readFrames } from "./frames/mod.ts";
import type { StatedGeometry } from "./frames/stated_place.ts";
import type { ClaimedParts } from "./intake/claimed_parts.ts";
import { Intake } from "./intake/intake.ts";
import { DEFAULT_LIMITS, type Limits } from "./limits.ts";
import { checkBeside, readOptions, type RequestOptions } from "./options/read.ts";
import { type Choice, FORM_NAMES, type FormName } from "./options/table.ts";
import type { RawOption } from "./options/types.ts";
import { type Headers, makeHeaders } from "./reply.ts";

/** Forms of reply. */
export type Format = Choice<"format">;

/** Forms of the reply to each question, the first is the default. */
export const FORMATS = {
  header: ["text", "json", "zip", ...FORM_NAMES.filter((name) => name !== "text")],
  check: ["json", "text"],
} as const satisfies Readonly<Record<string, readonly Format[]>>;

/** What is asked: the header of a series, or how good a header is. */
export type Question = keyof typeof FORMATS;

/** Chooses a form where no option says which. */
export type ChooseFormat = (forms: readonly Format[]) => Format;

/** The answer to a question, and how it is wanted. */
export interface Answer<R> {
  readonly reply: R;
  /** What is left for writing it down. */
  readonly budget: Budget;
  readonly format: Format;
  /** Further formats in a reply that has all volumes. */
  readonly forms: readonly FormName[];
  /** What it was made of. */
  readonly frames: Frames;
  /** Index of the wanted volume; undefined for all, or for the only one. */
  readonly volume: number | undefined;
}

/** What may differ from one transport to another. */
export interface Settings {
  /** What the request may cost. */
  readonly limits?: Limits;
  /** Form of the reply where no option says; by default the first that there is. */
  readonly chooseFormat?: ChooseFormat;
}

/**
 * One request, from its first option to its answers.
 *
 * 1. It is made of what is stated outside the body, which is checked at once, so that a misspelt
 *    option does not cost an upload.
 * 2. The caller puts the body into the {@linkcode ServiceRequest.intake}.
 * 3. Then it is asked, as often as needed, with other options: frames are read once, and again only
 *    where the caller states where they lie.
 */
export class ServiceRequest {
  /** Takes the body. */
  readonly intake: Intake;
  /** Options outside the body. */
  readonly stated: readonly RawOption[];
  readonly #chooseFormat: ChooseFormat;
  /** Frames as read last, and what was stated then. */
  #read: { readonly stated: string; readonly frames: Frames } | undefined;

  /**
   * @param question What will be asked
   * @param stated Options outside the body: of a query, or of arguments; they win over the body's
   * @param settings What may differ from one transport to another
   * @param claimed Takes the header that is to be checked
   * @throws {HeaderError} bad-option, header-injection, bad-array, bad-header
   */
  constructor(
    question: Question,
    stated: Iterable<RawOption> = [],
    settings: Settings = {},
    claimed?: ClaimedParts,
  ) {
    const { limits = DEFAULT_LIMITS, chooseFormat = ([first]) => first! } = settings;
    this.stated = [...stated].filter(([name, value]) => !claimed?.take(name, value));
    this.#chooseFormat = chooseFormat;
    if (this.stated.length > 0) {
      checkFormat(question, readOptions(this.stated, [], undefined, limits).format);
    }
    this.intake = new Intake(limits, claimed);
  }

  /** Frames of everything that came, where DICOM has them. The body has to be complete. */
  get frames(): Frames {
    return this.framesOf({});
  }

  /** Frames where DICOM has them, or else where the caller states that they lie. */
  framesOf({ step, plane }: StatedGeometry): Frames {
    const stated = JSON.stringify({ step, plane });
    if (this.#read?.stated !== stated) {
      const { objects, skipped, budget } = this.intake;
      const limits = { ...budget.limits, frames: budget.most("frames") };
      this.#read = { stated, frames: readFrames(objects, skipped, limits, { step, plane }) };
    }
    return this.#read.frames;
  }

  /**
   * Makes the headers. Each answer has a budget of its own: the same request may be asked again.
   *
   * @param stated Options instead of those that the request was made with
   * @throws {HeaderError} when there is not one
   */
  header(stated: readonly RawOption[] = this.stated): Answer<Headers> {
    const { header, format, forms, volume } = this.options("header", stated);
    const budget = new Budget(this.intake.budget.limits);
    const alone = format === "json" || format === "zip" ? undefined : volume;
    const frames = this.framesOf(header);
    const reply = makeHeaders(frames, header, budget, alone);
    return { reply, budget, format, forms, frames, volume };
  }

  /**
   * All options, those of the body with them.
   *
   * @param stated Options instead of those that the request was made with
   * @throws {HeaderError} bad-option, header-injection, bad-array
   */
  options(
    question: Question,
    stated: readonly RawOption[] = this.stated,
  ): RequestOptions & { readonly format: Format } {
    const { beside, options, array, budget: { limits } } = this.intake;
    // Beside a header that is checked, the space is that of its numbers.
    checkBeside(question === "check" ? beside.filter((name) => name !== "space") : beside);
    const usual = (): Format => this.#chooseFormat(FORMATS[question]);
    const { format = usual(), ...rest } = readOptions(stated, options, array, limits, usual);
    checkFormat(question, format);
    return { ...rest, format };
  }
}

/** A check has no zip. */
function checkFormat(question: Question, format: Format | undefined): void {
  const valid: readonly Format[] = FORMATS[question];
  if (format === undefined || valid.includes(format)) return;
  throw new HeaderError(
    "bad-option",
    `Option "format" of a ${question} must be ${valid.join(" or ")}`,
    {
      option: "format",
      valid,
    },
  );
}
