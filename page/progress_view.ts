/**
 * Progress of reading: shown often, announced seldom.
 *
 * @module
 */

import { byId } from "./dom.ts";
import type { Progress } from "./protocol.ts";

/** A long reading is announced in so many parts. */
const SPOKEN_PARTS = 4;

const MB = 1e6;

/** The progress bar and what is said beside it. */
export class ProgressView {
  readonly #bar = byId<HTMLProgressElement>("progress");
  readonly #words = byId("reading-words");
  readonly #spoken = byId("status");
  #part = 0;

  /** A reading begins. */
  start(name: string): void {
    this.#part = 0;
    this.#bar.removeAttribute("value");
    this.#words.textContent = `Reading: ${name}`;
    this.#spoken.textContent = `Reading: ${name}`;
    byId("reading").hidden = false;
    byId("notice").hidden = true;
    document.body.classList.add("busy");
  }

  /** It has come so far. */
  show({ done, total, unit, within }: Progress): void {
    const words = unit === "files"
      ? `${group(done)} of ${group(total ?? 0)} files`
      : bytes(done, total);
    const inside = within ? `, ${bytes(within.done, within.total)} of the next` : "";
    this.#words.textContent = `Reading: ${words}${inside}`;
    if (total === undefined) return;
    this.#bar.max = total;
    this.#bar.value = done + (within ? within.done / within.total : 0);
    const part = Math.floor(SPOKEN_PARTS * done / total);
    if (part > this.#part && part < SPOKEN_PARTS) this.#spoken.textContent = words;
    this.#part = part;
  }

  /** It is over. */
  end(): void {
    byId("reading").hidden = true;
    document.body.classList.remove("busy");
    document.body.classList.toggle("done", !byId("result").hidden);
  }
}

/** `120 of 1,024 MB`, `12 kB` */
function bytes(done: number, total: number | undefined): string {
  const [unit, name] = (total ?? done) >= 10 * MB ? [MB, "MB"] : [1e3, "kB"];
  const of = total === undefined ? "" : ` of ${group(Math.ceil(total / unit))}`;
  return `${group(Math.floor(done / unit))}${of} ${name}`;
}

function group(count: number): string {
  return count.toLocaleString("en");
}
