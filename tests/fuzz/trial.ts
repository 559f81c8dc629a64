/**
 * One trial: a mutant is sent, and the reply must be one that the contract allows.
 *
 * @module
 */

import { gzipSync, zipSync } from "fflate";
import { createApp } from "../../routes/app.ts";
import { deepEqual, equal, ok } from "../assert.ts";
import { tarBytes } from "../support/tar_writer.ts";
import { withoutCorrection } from "./corrected.ts";
import { form, MULTIPART } from "./form.ts";
import { geometryBytes } from "./guarded.ts";
import { cut, mutate } from "./mutate.ts";
import { Random } from "../support/random.ts";
import { MARKER, type Seed } from "./seeds.ts";

const QUERIES = [
  "",
  "order=given",
  "order=instance-number",
  "space=RAS",
  "fit=best",
  "tilt=keep",
  "uneven=split",
  "uneven=fill",
  "uneven=accept",
  "axis4=none",
  "data=dicom",
  "data=mask.raw",
];

const app = createApp();

/** What a trial ended with: the status, and whether the geometry was compared. */
export interface Outcome {
  readonly status: number;
  readonly compared: boolean;
}

/** The same, with what it took. */
export interface Timed extends Outcome {
  readonly milliseconds: number;
}

/** Does one trial; throws when the contract is broken. */
export async function trial(number: number, seeds: readonly Seed[]): Promise<Timed> {
  const random = new Random(number);
  const seed = random.of(seeds);
  const started = performance.now();
  try {
    const outcome = await random.of([guardedTrial, bytesTrial, containerTrial, checkTrial])(
      seed,
      random,
    );
    return { ...outcome, milliseconds: performance.now() - started };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`trial ${number} (${seed.name}): ${message}`, { cause: error });
  }
}

/**
 * Bytes of the geometry stay: whatever happens to the others, no other geometry comes out. Only of
 * single slices: those of many frames have their geometry in too many places.
 */
async function guardedTrial(seed: Seed, random: Random): Promise<Outcome> {
  const { objects } = seed;
  const expected = await untouched(objects);
  // In a deflated object nobody finds it.
  const found = objects.every((bytes) => geometryBytes(bytes).length > 0);
  if (expected?.slices.length !== objects.length || !found) return await bytesTrial(seed, random);
  const damaged = random.below(objects.length);
  const sent = objects.map((bytes, k) => {
    if (k !== damaged) return bytes;
    const guarded = geometryBytes(bytes);
    return random.below(4) === 0 ? cut(bytes, random, guarded) : mutate(bytes, random, guarded);
  });
  const { status, text } = await send(multipart(sent), MULTIPART, "format=json");
  // Damage may make a second position or matrix out of another element, one time in 100,000.
  const elements = (bytes: Uint8Array) => geometryBytes(bytes).length;
  const second = elements(sent[damaged]!) > elements(objects[damaged]!);
  if (status !== 200 || second) return { status, compared: false };
  for (const volume of JSON.parse(text).volumes as Volume[]) compare(volume, expected);
  return { status, compared: true };
}

interface Volume {
  readonly geometry: { readonly origin: number[]; readonly directions: number[][] };
  readonly sizes: readonly number[];
  readonly kinds: readonly string[];
  readonly slices: readonly { readonly position: readonly number[] }[];
}

/** Column and row step, columns and rows. */
function inPlane({ geometry, sizes, kinds }: Volume): unknown {
  const spatial = sizes.filter((_, axis) => kinds[axis] === "domain");
  return [geometry.directions.slice(0, 2), spatial.slice(0, 2)];
}

/** A volume may lack slices; those that it has lie where they lay. */
function compare(found: Volume, expected: Volume): void {
  deepEqual(inPlane(found), inPlane(expected));
  const places = expected.slices.map(({ position }) => String(position));
  for (const { position } of found.slices) {
    ok(places.includes(String(position)), `a slice came out at ${position}`);
  }
  const whole = found.slices.length === expected.slices.length;
  // Of one slice alone the third direction stands elsewhere: thickness, spacing.
  if (whole && found.slices.length > 1) deepEqual(found.geometry, expected.geometry);
}

const truths = new Map<readonly Uint8Array[], Volume | undefined>();

/** The only volume of the objects as they were; undefined when they make none. */
async function untouched(objects: readonly Uint8Array[]): Promise<Volume | undefined> {
  if (!truths.has(objects)) {
    const { status, text } = await send(multipart(objects), MULTIPART, "format=json");
    truths.set(objects, status === 200 ? JSON.parse(text).volumes[0] : undefined);
  }
  return truths.get(objects);
}

/** Any bytes of one object, sent as they are. */
async function bytesTrial({ objects }: Seed, random: Random): Promise<Outcome> {
  const object = random.of(objects);
  const mutant = random.below(3) === 0 ? cut(object, random) : mutate(object, random);
  const { status } = await send(mutant.slice(), "application/dicom", random.of(QUERIES));
  return { status, compared: false };
}

/** Any bytes of what the objects are sent in. */
async function containerTrial({ objects }: Seed, random: Random): Promise<Outcome> {
  const [type, pack] = random.of(CONTAINERS);
  const packed = pack(objects);
  const mutant = random.below(4) === 0 ? cut(packed, random) : mutate(packed, random);
  const { status } = await send(mutant.slice(), type, random.of(QUERIES));
  return { status, compared: false };
}

const HEADER = new TextEncoder().encode(`NRRD0004
# ${MARKER}
type: short
dimension: 3
space: left-posterior-superior
sizes: 7 5 3
space directions: (0.75,0,0) (0,0.5,0) (0,0,2.5)
space origin: (-10.5,20.25,-30)
encoding: raw
Patient:=${MARKER}

`);

/** Any bytes of a header that is to be checked against objects as they are. */
async function checkTrial({ objects }: Seed, random: Random): Promise<Outcome> {
  const mutant = random.below(4) === 0 ? cut(HEADER, random) : mutate(HEADER, random);
  const body = form([...files(objects), { field: "header", name: "header.nrrd", bytes: mutant }]);
  const { status } = await send(body, MULTIPART, "", "/v1/check");
  return { status, compared: false };
}

type Bytes = Uint8Array<ArrayBuffer>;

type Pack = (objects: readonly Uint8Array[]) => Bytes;

const files = (objects: readonly Uint8Array[]) =>
  objects.map((bytes, k) => ({ name: `${k}.dcm`, bytes: bytes.slice() }));

const zip: Pack = (objects) =>
  zipSync(Object.fromEntries(files(objects).map(({ name, bytes }) => [name, bytes])));

const tar: Pack = (objects) => tarBytes(files(objects));

const gzip: Pack = (objects) => gzipSync(tarBytes(files(objects)));

const multipart: Pack = (objects) => form(files(objects));

/** As a dictionary of keywords; what an object holds is told by the seed's text. */
const json: Pack = (objects) => {
  const instances = objects.map((_, k) => ({
    PatientName: `${MARKER}^JANE`,
    Rows: 5,
    Columns: 7,
    PixelSpacing: [0.5, 0.75],
    ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
    ImagePositionPatient: [-10.5, 20.25, 2.5 * k],
    BitsAllocated: 16,
    PixelRepresentation: 1,
    SamplesPerPixel: 1,
  }));
  return new TextEncoder().encode(JSON.stringify({ instances, options: { space: "RAS" } }));
};

const CONTAINERS: readonly (readonly [type: string | undefined, pack: Pack])[] = [
  ["application/zip", zip],
  ["application/x-tar", tar],
  ["application/gzip", gzip],
  ["multipart/related; boundary=cut", multipart],
  ["application/json", json],
  [undefined, json],
];

/** Sends a body; what holds of every reply is looked at here. */
async function send(
  body: BodyInit,
  type: string | undefined,
  query: string,
  path = "/v1/header",
): Promise<{ status: number; text: string }> {
  const headers = new Headers({ "X-Patient": `${MARKER}^JANE` });
  if (type !== undefined) headers.set("Content-Type", type);
  const response = await app.request(`${path}?${query}`, { method: "POST", body, headers });
  const text = await response.text();
  const { status } = response;
  ok(status === 200 || (status >= 400 && status < 500), `status ${status}: ${text}`);
  const said = path === "/v1/check" ? withoutCorrection(text) : text;
  const reply = said + JSON.stringify([...response.headers]);
  equal(reply.includes(MARKER), false, `a name comes back: ${reply.slice(0, 2000)}`);
  return { status, text };
}
