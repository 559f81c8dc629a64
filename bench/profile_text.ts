/**
 * A profile of V8 as a text that people read: where the time goes, by rooms and by functions.
 *
 * @module
 */

/** What is read of a profile (`Profiler.Profile` of the Chrome DevTools Protocol). */
export interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: Frame;
    readonly children?: readonly number[];
  }[];
  /** Node of each sample, and microseconds to the next. */
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** A function. Lines and columns count from 0. */
export interface Frame {
  readonly functionName: string;
  readonly url: string;
  readonly lineNumber: number;
  readonly columnNumber: number;
}

/** A function where it stands in its source: `lib/dicom/kept.ts:73`, or a package, or nowhere. */
export interface Place {
  /** Where its time is counted. */
  readonly room: string;
  /** What it is called there. */
  readonly name: string;
  /** With the line; empty for what has no source. */
  readonly source: string;
}

/** Functions that are listed. */
const LISTED = 25;

/**
 * The text: rooms, then the functions that take most by themselves.
 *
 * @param title What was profiled
 * @param unit What was read: `header`, `frame`
 * @param count How many of them in all that time
 * @param placeOf Where a function stands; undefined for what is none and does not count
 */
export function profileText(
  { nodes, samples, timeDeltas }: Profile,
  title: string,
  unit: string,
  count: number,
  placeOf: (frame: Frame) => Place | undefined,
): string {
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((k) => [k, id])));
  const places = new Map(nodes.map(({ id, callFrame }) => [id, placeOf(callFrame)]));
  const [byRoom, withCalled, byFunction] = [new Sums(), new Sums(), new Sums()];
  samples.forEach((id, k) => {
    const place = places.get(id);
    if (place === undefined) return;
    const time = timeDeltas[k]!;
    byRoom.add(place.room, time);
    byFunction.add(`${place.name || "(anonymous)"} ${place.source}`.trim(), time);
    const rooms = new Set<string>();
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
      const room = places.get(at)?.room;
      if (room !== undefined) rooms.add(room);
    }
    for (const room of rooms) withCalled.add(room, time);
  });
  const part = (time: number) => `${(100 * time / byRoom.total).toFixed(1)} %`.padStart(7);
  const each = (time: number) => (time / count).toFixed(2).padStart(8);
  const rooms = byRoom.sorted().map(([room, time]) =>
    `${part(time)} ${each(time)} ${part(withCalled.of(room))}   ${room}`
  );
  const functions = byFunction.sorted().slice(0, LISTED)
    .map(([name, time]) => `${part(time)} ${each(time)}   ${name}`);
  return `${title}
${each(byRoom.total).trim()} µs a ${unit} under the profiler

   self     µs    with what it calls

${rooms.join("\n")}

   self     µs   function

${functions.join("\n")}
`;
}

/** Times by name. */
class Sums {
  readonly #times = new Map<string, number>();

  add(name: string, time: number): void {
    this.#times.set(name, this.of(name) + time);
  }

  of(name: string): number {
    return this.#times.get(name) ?? 0;
  }

  get total(): number {
    return this.#times.values().reduce((sum, time) => sum + time, 0);
  }

  /** The longest first. */
  sorted(): [string, number][] {
    return [...this.#times].sort(([, a], [, b]) => b - a);
  }
}
