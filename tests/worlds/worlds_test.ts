/** Whole worlds at random: nothing that comes back is wrong. */

import { equal, ok } from "../assert.ts";
import { Tally } from "./tally.ts";
import { type Kind, type Outcome, worldTrial } from "./trial.ts";

/** As many as twenty seconds hold; `deno task fuzz worlds` does 100,000. */
const WORLDS = 2000;

/** What is known to be wrong or refused, in which kinds of worlds, and why. */
interface Known {
  readonly kinds: readonly Kind[] | "any";
  readonly why: string;
}

/**
 * Faults that still stand. What no longer occurs has to be taken out of the table, so that it cannot
 * come back unseen.
 */
const KNOWN: Readonly<Record<string, Known>> = {
  "order-guessed": {
    kinds: "any",
    why: "an array without `order` is taken to be sorted, also where the files were not",
  },
  "taken-for-copy": {
    kinds: ["doses", "segmentation"],
    why: "objects of many frames under one UID are compared by their first frame",
  },
  "misplaced": {
    kinds: ["uneven"],
    why: "uneven=fill does not tell how far slices are off",
  },
  "array-misread": {
    kinds: ["4-d", "enhanced 4-d"],
    why: "volumes as the last index are taken for components",
  },
  "array-guessed": {
    kinds: ["enhanced 4-d"],
    why: "as many slices as volumes: two readings, and nothing is told",
  },
};

/** Refusals without a reason that still stand. */
const KNOWN_REFUSALS: Readonly<Record<string, Known>> = {
  "order-not-regular": {
    kinds: ["segmentation"],
    why: "masks are no stacks of frames",
  },
};

Deno.test(`${WORLDS} worlds from number 0 on: no header is wrong, no refusal without a reason`, async () => {
  const tally = new Tally();
  const odd: Outcome[] = [];
  for (let number = 0; number < WORLDS; number++) {
    const outcome = await worldTrial(number);
    tally.add(outcome);
    if (outcome.result === "wrong" || outcome.result === "unreasoned") odd.push(outcome);
  }
  const unknown = odd.filter((outcome) => !isKnown(outcome));
  equal(
    unknown.length,
    0,
    unknown.map(({ number, word, what }) => `world ${number}: ${word}, ${what}`).join("\n"),
  );
  for (const [result, table] of [["wrong", KNOWN], ["unreasoned", KNOWN_REFUSALS]] as const) {
    for (const [word, { kinds }] of Object.entries(table)) {
      const found = odd.filter((one) => one.result === result && one.word === word);
      const gone = kinds === "any"
        ? found.length === 0 ? ["any kind"] : []
        : kinds.filter((kind) => found.every((one) => one.kind !== kind));
      equal(gone.join(), "", `"${word}" no longer occurs: take it out of the table`);
    }
  }
  // Worlds that are all refused at the door would prove nothing.
  const right = tally.count("right");
  ok(right > WORLDS / 2, `${right} of ${WORLDS} are right\n${tally}`);
});

function isKnown({ kind, result, word }: Outcome): boolean {
  const known = (result === "wrong" ? KNOWN : KNOWN_REFUSALS)[word];
  return known !== undefined && (known.kinds === "any" || known.kinds.includes(kind));
}
