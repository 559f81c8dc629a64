/** Whole worlds at random: nothing that comes back is wrong. */

import { equal, ok } from "../assert.ts";
import { Tally } from "./tally.ts";
import { type Outcome, worldTrial } from "./trial.ts";

/** As many as twenty seconds hold; `deno task fuzz worlds` does 100,000. */
const WORLDS = 2000;

Deno.test(`${WORLDS} worlds from number 0 on: no header is wrong, no refusal without a reason`, async () => {
  const tally = new Tally();
  const odd: Outcome[] = [];
  for (let number = 0; number < WORLDS; number++) {
    const outcome = await worldTrial(number);
    tally.add(outcome);
    if (outcome.result === "wrong" || outcome.result === "unreasoned") odd.push(outcome);
  }
  equal(
    odd.length,
    0,
    odd.map(({ number, word, what }) => `world ${number}: ${word}, ${what}`).join("\n"),
  );
  // Worlds that are all refused at the door would prove nothing.
  const right = tally.count("right");
  ok(right > WORLDS / 2, `${right} of ${WORLDS} are right\n${tally}`);
});
