/**
 * Progress of reading: shown often, announced seldom.
 *
 * @module
 */

import { byId } from "./dom.ts";
import type { Progress } from "./protocol.ts";

/** A long reading is announced in so many parts. */
const SPOKEN_PARTS = 4;

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
    document.body.classList.add("busy");
    for (const id of ["problem", "skipped"]) byId(id).hidden = true;
  }

  /** It has come so far. */
  show({ done, total, unit }: Progress): void {
    const words = unit === "files"
      ? `${group(done)} of ${group(total ?? 0)} files`
      : `${group(Math.round(done / 1024))} kB`;
    this.#words.textContent = `Reading: ${words}`;
    if (total === undefined) return;
    this.#bar.max = total;
    this.#bar.value = done;
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

function group(count: number): string {
  return count.toLocaleString("en");
}
