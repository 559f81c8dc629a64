import { Deadline } from "../../routes/deadline.ts";
import { DEFAULT_LIMITS } from "../../lib/limits.ts";
import { equal, ok, throws } from "../assert.ts";

/**
 * Runs in a process of each age, with timers that go off when they are told to; how often one was set is
 * counted, and whether a process waits for one. A young process sets none of Node's.
 */
function withTimers(
  run: (goOff: () => void, count: () => number, isSet: () => boolean) => void,
): void {
  const { setTimeout, clearTimeout } = globalThis;
  const { timeout } = AbortSignal;
  for (const age of [30, 5000]) {
    let waiting: (() => void) | undefined;
    let count = 0;
    let isSet = false;
    globalThis.setTimeout = ((then: () => void, milliseconds: number) => {
      ok(age > 1000 && milliseconds >= 0 && milliseconds <= 1000, `${milliseconds}`);
      count++;
      isSet = true;
      waiting = then;
      return 0;
    }) as unknown as typeof setTimeout;
    globalThis.clearTimeout = () => {
      ok(age > 1000);
      isSet = false;
      waiting = () => {};
    };
    AbortSignal.timeout = (milliseconds) => {
      ok(age < 1000 && Number.isInteger(milliseconds) && milliseconds <= 1000, `${milliseconds}`);
      count++;
      // Deno waits for a signal as long as somebody listens to it.
      return {
        addEventListener: (_type: string, then: () => void) => {
          isSet = true;
          waiting = then;
        },
        removeEventListener: () => {
          isSet = false;
          waiting = () => {};
        },
      } as unknown as AbortSignal;
    };
    performance.now = () => age;
    try {
      run(() => waiting!(), () => count, () => isSet);
    } finally {
      Object.assign(globalThis, { setTimeout, clearTimeout });
      Object.assign(AbortSignal, { timeout });
      Reflect.deleteProperty(performance, "now");
    }
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
    goOff();
    equal(count(), 2);
    equal(late, false);
  });
});

Deno.test("no process waits for the time limit of a body that has come", () => {
  withTimers((_goOff, _count, isSet) => {
    const deadline = new Deadline(DEFAULT_LIMITS, () => {});
    equal(isSet(), true);
    deadline.stop();
    equal(isSet(), false);
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
