/**
 * The thread of {@linkcode Pings}: asks at even times, whether or not the last one was answered.
 *
 * @module
 */

/// <reference lib="deno.worker" />

/** Milliseconds from one to the next. */
const EVERY = 25;

/** As many may be open at once. */
const MOST = 50;

const waits: number[] = [];
const open = new Set<number>();
let timer: ReturnType<typeof setInterval> | undefined;

async function ping(url: string): Promise<void> {
  if (open.size >= MOST) return;
  const started = performance.now();
  open.add(started);
  try {
    await (await fetch(url)).arrayBuffer();
  } catch {
    // Whoever gets no answer has waited as well.
  }
  open.delete(started);
  waits.push((performance.now() - started) / 1000);
}

self.onmessage = async ({ data }: MessageEvent<string>) => {
  if (data !== "end") {
    const url = `${data}/health`;
    await ping(url);
    waits.length = 0;
    timer = setInterval(() => ping(url), EVERY);
    self.postMessage([]);
    return;
  }
  clearInterval(timer);
  const now = performance.now();
  self.postMessage([...waits, ...[...open].map((started) => (now - started) / 1000)]);
};
