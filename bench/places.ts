/**
 * Where the functions of a bundle stand in its sources.
 *
 * @module
 */

import { SourceMap } from "node:module";
import type { Frame, Place } from "./profile_text.ts";

/** What is read of a source map. */
type Payload = ConstructorParameters<typeof SourceMap>[0];

/** A place that a source map knows; lines and columns count from 0. */
interface Mapped {
  readonly originalSource: string;
  readonly originalLine: number;
  readonly originalColumn: number;
}

/** Finds where functions stand: in a room of the project, in a package, or in the runtime. */
export class Places {
  readonly #root: string;
  readonly #bundle: string;
  readonly #payload: Payload;
  readonly #map: SourceMap;

  /**
   * @param root URL of the project, with a slash at its end
   * @param bundle URL of the bundle
   * @param text The bundle, its source map within
   */
  constructor(root: string, bundle: string, text: string) {
    this.#root = root;
    this.#bundle = bundle;
    const [, map] = /\/\/# sourceMappingURL=data:application\/json;base64,(\S+)\s*$/.exec(text)!;
    const bytes = Uint8Array.from(atob(map!), (byte) => byte.charCodeAt(0));
    this.#payload = JSON.parse(new TextDecoder().decode(bytes));
    this.#map = new SourceMap(this.#payload);
  }

  /** The place of a function; undefined for what is none: the root, what waits, the profiler. */
  of({ functionName: name, url, lineNumber, columnNumber }: Frame): Place | undefined {
    if (/^\((root|idle)\)$/.test(name) || url.includes("inspector")) return undefined;
    if (name === "(garbage collector)") return { room: "garbage collection", name, source: "" };
    if (url.startsWith(`${this.#root}bench/`)) return { room: "the measurement", name, source: "" };
    const found = url === this.#bundle ? this.#map.findEntry(lineNumber, columnNumber) : {};
    if (!("originalSource" in found)) return { room: "runtime", name, source: "" };
    const mapped = found as Mapped;
    const source = new URL(mapped.originalSource, this.#bundle).href;
    const called = this.#nameAt(mapped, name);
    if (source.startsWith(this.#root)) {
      const path = source.slice(this.#root.length);
      const room = /^lib\/\w+(?=\/)|^\w+/.exec(path)![0];
      return { room, name: called, source: `${path}:${mapped.originalLine + 1}` };
    }
    // In the cache a package is a folder of its name, with a folder of its version in it.
    const [, room = "packages"] = /([^/]+)\/\d[^/]*\/[^:]*$/.exec(source) ?? [];
    return { room, name: called, source: room };
  }

  /** The name in the source: the bundle numbers names that several modules have. */
  #nameAt({ originalSource, originalLine, originalColumn }: Mapped, name: string): string {
    const { sources, sourcesContent } = this.#payload;
    const line = sourcesContent[sources.indexOf(originalSource)]?.split("\n")[originalLine];
    const bare = name.replace(/\d+$/, "");
    const rest = line?.slice(originalColumn).replace(/^\W*function\*?\s*/, "") ?? "";
    return rest.startsWith(bare) && !/^[\w$]/.test(rest.slice(bare.length)) ? bare : name;
  }
}
