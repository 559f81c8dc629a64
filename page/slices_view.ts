/**
 * The slices as a table, and the inputs that were ignored.
 *
 * @module
 */

import { countOf, entriesOf } from "../lib/errors.ts";
import type { Finding, Skipped, SliceReply, VolumeReply } from "../lib/mod.ts";
import { brief, counted, verb } from "../lib/text.ts";
import { byId, make } from "./dom.ts";

/** Rows that are made at once; more come when they are asked for. */
const ROWS = 300;
/** Errors below this, mm, are those of printing. */
const SILENT_ERROR = 1e-3;

/** A row of the table: a slice, or the index of a place that no file has. */
type Row = SliceReply | number;

/** Shows the slices of a volume, in the header's order. */
export function showSlices({ slices, fit, axis4, findings }: VolumeReply): void {
  const rows = withEmpty(slices, findings);
  const segments = slices.some(({ segment }) => segment !== undefined);
  const several = slices.some(({ index }) => index.length > 1);
  const columns = [
    "Slice",
    ...(several ? [axis4 ? "Volume" : "Layer"] : []),
    ...(segments ? ["Segment"] : []),
    "Instance",
    "File",
    "First pixel, mm",
    "Error, mm",
  ];
  const table = byId<HTMLTableElement>("slices-table");
  const head = make(
    "tr",
    {},
    ...columns.map((name) =>
      make("th", { scope: "col", ...(name.startsWith("Error") ? { class: "number" } : {}) }, name)
    ),
  );
  table.tHead!.replaceChildren(head);
  const body = table.tBodies[0]!;
  body.replaceChildren();
  const more = byId<HTMLButtonElement>("more-slices");
  const add = (): void => {
    const from = body.rows.length;
    body.append(
      ...rows.slice(from, from + ROWS).map((slice) =>
        typeof slice === "number"
          ? emptyRow(slice, columns.length)
          : row(slice, several, segments, fit.maxError)
      ),
    );
    const left = rows.length - body.rows.length;
    more.hidden = left <= 0;
    more.textContent = `Show ${Math.min(left, ROWS)} more of ${rows.length}`;
  };
  more.onclick = add;
  add();
  const { maxError, rmsError, bestPossible } = fit;
  byId("slices-words").textContent = `Largest error ${error(maxError)} mm, root mean square ${
    error(rmsError)
  } mm; no even grid is better than ${error(bestPossible)} mm.`;
}

/** The slices, and between them the places that `uneven=fill` keeps for those that are missing. */
function withEmpty(slices: readonly SliceReply[], findings: readonly Finding[]): Row[] {
  const filled = findings.find(({ code }) => code === "missing-filled");
  const missing = (filled?.["missing"] ?? []) as readonly number[];
  const placeOf = (row: Row): number => typeof row === "number" ? row : row.index[0];
  return [...slices, ...missing].sort((a, b) => placeOf(a) - placeOf(b));
}

function emptyRow(k: number, columns: number): HTMLTableRowElement {
  return make(
    "tr",
    { class: "empty" },
    make("td", {}, String(k)),
    make("td", { colspan: String(columns - 1) }, "empty: no file has this slice"),
  );
}

function row(slice: SliceReply, several: boolean, segments: boolean, worst: number) {
  const { index: [k, t], segment, instanceNumber, file, frame, position } = slice;
  const name = file ?? `object ${slice.given}`;
  const place = frame > 0 ? `${name}, frame ${frame}` : name;
  const cells = [
    String(k),
    ...(several ? [String(t ?? "")] : []),
    ...(segments ? [String(segment ?? "")] : []),
    String(instanceNumber ?? ""),
    place,
    position.map((value) => brief(Number(value.toFixed(3)))).join(", "),
  ];
  const isWorst = slice.error === worst && worst > SILENT_ERROR;
  return make(
    "tr",
    { class: isWorst ? "worst" : "" },
    ...cells.map((text) => make("td", text === place ? { class: "file" } : {}, text)),
    make("td", { class: "number" }, error(slice.error)),
  );
}

function error(mm: number): string {
  return mm === 0 ? "0" : mm < 1e-6 ? "< 0.000001" : brief(Number(mm.toFixed(6)));
}

/** Lists the inputs that were ignored. */
export function showSkipped(skipped: readonly Skipped[]): void {
  const details = byId<HTMLDetailsElement>("skipped");
  details.hidden = skipped.length === 0;
  const count = countOf(skipped);
  details.querySelector("summary")!.textContent = `${counted(count, "input")} ${
    verb(count, "was", "were")
  } ignored`;
  details.querySelector("ul")!.replaceChildren(
    ...skipped.slice(0, ROWS).map((entry) => {
      const { file, given, message } = entry;
      if (entriesOf(entry) > 1) return make("li", {}, message);
      return make("li", {}, make("code", {}, file ?? `object ${given}`), `: ${message}`);
    }),
  );
}
