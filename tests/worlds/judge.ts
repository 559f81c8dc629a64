/**
 * Whether a reply is true: every corner of every slice where the plane equation has it, nothing mixed,
 * nothing lost, everything in the order asked for.
 *
 * @module
 */

import { judgeArray } from "./array.ts";
import { judgeCompleteness, judgeContradiction, judgeFilled } from "./completeness.ts";
import { judgeOpenOrder, judgeOrder } from "./order.ts";
import { judgePlaces, judgeTilt } from "./places.ts";
import { type Fault, type Placed, type ReadVolume, readVolume } from "./read_volume.ts";
import { type JsonReply, type ReplyVolume, warnsOf } from "./reply.ts";
import type { Request } from "./request.ts";
import type { World } from "./world.ts";

/** All faults of a reply; none if it is true. */
export function judge(world: World, request: Request, reply: JsonReply): Fault[] {
  const read: ReadVolume[] = [];
  const faults: Fault[] = [];
  for (const volume of reply.volumes) {
    const one = attempt(() => readVolume(world, volume));
    if ("kind" in one) faults.push(one);
    else read.push(one);
  }
  for (const volume of read) {
    faults.push(
      ...judgePlaces(request, volume),
      ...judgeTilt(request, volume),
      ...judgeSettings(world, volume),
      ...judgeOrder(world, request, volume),
      ...judgeFilled(request, volume),
      ...judgeArray(world, request, volume),
      ...judgeOpenOrder(world, request, volume),
    );
  }
  if (faults.length === 0) faults.push(...judgeCompleteness(world, request, reply, read));
  if (world.contradicts !== undefined) faults.push(...judgeContradiction(world.contradicts, reply));
  return faults;
}

function attempt<T>(read: () => T): T | Fault {
  try {
    return read();
  } catch (error) {
    return { kind: "bad-header", what: error instanceof Error ? error.message : String(error) };
  }
}

/** In a three-dimensional volume nothing is mixed that is different on purpose. */
function judgeSettings(world: World, { volume, placed }: ReadVolume): Fault[] {
  const hasLayers = placed.some(({ truth }) => truth.segment !== undefined);
  for (const frames of Map.groupBy(placed, ({ t }) => hasLayers ? 0 : t).values()) {
    const [first] = frames;
    const keys = Object.keys(first!.truth.settings).filter((key) =>
      frames.some(({ truth }) => truth.settings[key] !== first!.truth.settings[key])
    );
    const told = (key: string) =>
      warnsOf(volume.findings, key) ||
      volume.axis4?.by === key && volume.findings.some(({ code }) => code === "axis4-times-vary");
    const untold = keys.find((key) => !told(key) && !isOfTheScan(world, key));
    if (untold !== undefined) {
      return [{
        kind: "mixed",
        what: `${frames.length} slices of one volume have several ${untold}`,
      }];
    }
    const wrong = valueFault(volume, first!);
    if (wrong) return [wrong];
  }
  return [];
}

/** What changes along one long scan as well, where no position has two of it. */
const OF_THE_SCAN: ReadonlySet<string> = new Set(["AcquisitionNumber", "TriggerTime"]);

function isOfTheScan({ objects }: World, key: string): boolean {
  if (!OF_THE_SCAN.has(key)) return false;
  const frames = objects.filter(({ copy }) => !copy).flatMap((object) => object.frames);
  const places = frames.map(({ plane, settings }) =>
    JSON.stringify([plane.position, { ...settings, [key]: 0 }])
  );
  return new Set(places).size === frames.length;
}

/** What the fourth axis says of a volume is what its frames say. */
function valueFault({ axis4, findings }: ReplyVolume, { t, truth }: Placed): Fault | undefined {
  const own = axis4 && truth.settings[axis4.by];
  // Told, the axis counts and has no times.
  if (findings.some(({ code }) => code === "axis4-times-vary")) return undefined;
  if (typeof own !== "number" || axis4!.values[t] === own) return undefined;
  return {
    kind: "wrong-value",
    what: `${axis4!.by} of volume ${t} is ${own}, not ${axis4!.values[t]}`,
  };
}
