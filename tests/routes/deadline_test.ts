import { Deadline } from "../../routes/deadline.ts";
import { DEFAULT_LIMITS } from "../../lib/limits.ts";
import { equal, throws } from "../assert.ts";

/** Runs with a `setTimeout` that goes off when it is told to; how often one was set is counted. */
function withTimers(run: (goOff: () => void, count: () => number) => void): void {
  const { setTimeout, clearTimeout } = globalThis;
  let waiting: (() => void) | undefined;
  let count = 0;
  globalThis.setTimeout = ((then: () => void, milliseconds: number) => {
    equal(milliseconds >= 0 && milliseconds < 2 ** 31, true, `${milliseconds}`);
    count++;
    waiting = then;
    return 0;
  }) as unknown as typeof setTimeout;
  globalThis.clearTimeout = () => waiting = undefined;
  try {
    run(() => waiting!(), () => count);
  } finally {
    Object.assign(globalThis, { setTimeout, clearTimeout });
  }
}

Deno.test("one timer watches a body of any number of chunks, and goes on while bytes come", () => {
  withTimers((goOff, count) => {
    let late = false;
    const deadline = new Deadline(DEFAULT_LIMITS, () => late = true);
    for (let chunk = 0; chunk < 1000; chunk++) {
      deadline.wait();
      deadline.check();
    }
    equal(count(), 1);
    goOff();
    equal(count(), 2);
    deadline.check();
    deadline.stop();
    equal(late, false);
  });
});

Deno.test("a timer is set for no longer than there are timers, whatever the limits", () => {
  withTimers((goOff) => {
    const limits = { ...DEFAULT_LIMITS, seconds: Infinity, idleSeconds: Infinity };
    const deadline = new Deadline(limits, () => {
      throw new Error("too early");
    });
    goOff();
    deadline.check();
  });
});

Deno.test("what is late is told so, and by which limit", () => {
  for (const limit of ["seconds", "idleSeconds"] as const) {
    let late = 0;
    const deadline = new Deadline({ ...DEFAULT_LIMITS, [limit]: 0 }, () => late++);
    equal(late, 1);
    const name = { seconds: "seconds per request", idleSeconds: "seconds without a byte" }[limit];
    throws(() => deadline.check(), (error) => (error as Error).message.includes(name));
    deadline.stop();
  }
});
