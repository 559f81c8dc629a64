/**
 * One world by its number: made, sent, judged.
 *
 * @module
 */

import { createApp } from "../../routes/app.ts";
import { Random } from "../support/random.ts";
import {
  copies,
  jitter,
  localizer,
  plain,
  rounded,
  thin,
  uneven,
  wandering,
  wiped,
} from "./classic.ts";
import {
  enhanced,
  enhancedFourD,
  enhancedMixed,
  enhancedPair,
  enhancedStacks,
} from "./enhanced.ts";
import { dose, doses, nuclear, segmentation, segmentedImages } from "./grids.ts";
import { judge } from "./judge.ts";
import { reasonsOf } from "./reasons.ts";
import { type JsonReply, speaksOf } from "./reply.ts";
import { anyRequest, type Request } from "./request.ts";
import { behind, fourD, holes, interleaved, timed } from "./several.ts";
import { type MakeWorld, Uids, type World } from "./world.ts";

/** All kinds, and how often each comes. */
export const KINDS = {
  "plain": [plain, 5],
  "thin": [thin, 1],
  "rounded": [rounded, 1],
  "uneven": [uneven, 2],
  "jitter": [jitter, 1],
  "wandering": [wandering, 1],
  "copies": [copies, 1],
  "wiped": [wiped, 0.5],
  "localizer": [localizer, 1],
  "interleaved": [interleaved, 1.5],
  "behind": [behind, 1],
  "4-d": [fourD, 3],
  "4-d timed": [timed, 1],
  "4-d holes": [holes, 2],
  "enhanced": [enhanced, 2],
  "enhanced 4-d": [enhancedFourD, 2],
  "enhanced mixed": [enhancedMixed, 1],
  "enhanced stacks": [enhancedStacks, 1],
  "enhanced pair": [enhancedPair, 1],
  "dose": [dose, 1],
  "doses": [doses, 1],
  "nuclear": [nuclear, 1],
  "segmentation": [segmentation, 2],
  "segmented images": [segmentedImages, 1],
} as const satisfies Readonly<Record<string, readonly [make: MakeWorld, weight: number]>>;

/** Name of a kind. */
export type Kind = keyof typeof KINDS;

/** What became of a world. */
export interface Outcome {
  readonly number: number;
  readonly kind: Kind;
  /** `part`: some of it was refused, with a reason. */
  readonly result: "right" | "part" | "refused" | "unreasoned" | "wrong";
  /** Code of the refusal, or kind of the fault. */
  readonly word: string;
  /** One line. */
  readonly what: string;
}

const app = createApp();

/** A world and its request, without sending it. */
export function worldOf(number: number): { kind: Kind; world: World; request: Request } {
  // Numbers that follow each other shall not begin alike.
  const random = new Random(Math.imul(number + 1, 0x9e3779b1));
  const kind = anyKind(random);
  const world = KINDS[kind][0](random, new Uids(number));
  return { kind, world, request: anyRequest(random, world) };
}

/** Sends a world and judges the reply. */
export async function worldTrial(number: number): Promise<Outcome> {
  const { kind, world, request } = worldOf(number);
  const outcome = (result: Outcome["result"], word = "", what = ""): Outcome => ({
    number,
    kind,
    result,
    word,
    what: `${kind}, ${new URLSearchParams(request.query)}: ${what}`,
  });
  const { status, text } = await send(request);
  if (status >= 500) return outcome("wrong", "5xx", text.slice(0, 300));
  const reasons = reasonsOf(world, request);
  if (status !== 200) {
    const { code, detail } = JSON.parse(text);
    const named = world.contradicts !== undefined && speaksOf(text, world.contradicts);
    return outcome(named || reasons.has(code) ? "refused" : "unreasoned", code, detail);
  }
  const reply: JsonReply = JSON.parse(text);
  const faults = judge(world, request, reply);
  const [first] = [...faults.filter(({ kind }) => kind !== "torn"), ...faults];
  if (first) return outcome(first.kind === "torn" ? "unreasoned" : "wrong", first.kind, first.what);
  const codes = refusalsOf(world, reply);
  const without = codes.find((code) => !reasons.has(code));
  if (without !== undefined) return outcome("unreasoned", without, "part of it");
  return codes.length > 0 ? outcome("part", codes[0]) : outcome("right");
}

/** Codes of what got no header in a reply that has others; copies that are copies aside. */
function refusalsOf({ objects }: World, { refused, skipped }: JsonReply): string[] {
  const odd = skipped.filter(({ given }) => !objects[given]!.copy);
  return [...refused.map(({ code }) => code), ...odd.map(({ reason }) => reason)];
}

function anyKind(random: Random): Kind {
  const all = Object.entries(KINDS) as [Kind, readonly [MakeWorld, number]][];
  let rest = random.next() * all.reduce((sum, [, [, weight]]) => sum + weight, 0);
  for (const [kind, [, weight]] of all) {
    rest -= weight;
    if (rest < 0) return kind;
  }
  return "plain";
}

/** Sends a request to the service and reads what comes back. */
export async function send(
  { query, type, body }: Request,
): Promise<{ status: number; text: string }> {
  const parameters = new URLSearchParams({ ...query, format: "json" });
  const response = await app.request(`/v1/header?${parameters}`, {
    method: "POST",
    body,
    headers: type === undefined ? {} : { "Content-Type": type },
  });
  return { status: response.status, text: await response.text() };
}
