/**
 * Values that must not come back, in two sets: what the service answers may depend on which values
 * are equal and how they sort, and on nothing else that they say.
 *
 * @module
 */

import { ATTRIBUTES, type Keyword } from "../../lib/dicom/attributes.ts";
import type { Attributes, Plain } from "../support/dicom_writer.ts";

/** Who is examined, and when; both sets have texts of one length that sort alike. */
export interface Person {
  /** Six capital letters that do not come together by chance. */
  readonly name: string;
  /** Eight digits. */
  readonly date: string;
  /** Hours and minutes. */
  readonly time: string;
}

/** Two people, examined on different days, one in the morning and one in the night. */
export const PEOPLE: readonly [Person, Person] = [
  { name: "QXZDOE", date: "20190412", time: "1011" },
  { name: "WVKROE", date: "20230705", time: "0133" },
];

/** The poison of one kind: its number n, from 0. Values ascend, and so do the times, by 2 s each. */
export type Poison = (person: Person, n: number) => Plain;

const text: Poison = ({ name }, n) => `${name}^J${n}`;
const code: Poison = ({ name }, n) => `${name} J${n}`;
const clock: Poison = ({ time }, n) => `${time}${12 + 2 * n}`;
const dateTime: Poison = ({ date, time }, n) => `${date}${time}${12 + 2 * n}.500000+0100`;
/** A name where a number is expected. */
const noNumber: Poison = ({ name }, n) => `1${name}${n}`;

/** Seconds since 1970. */
function epoch({ date, time }: Person, n: number): number {
  const [year, month, day] = [date.slice(0, 4), date.slice(4, 6), date.slice(6)].map(Number);
  const [hour, minute] = [time.slice(0, 2), time.slice(2)].map(Number);
  return Date.UTC(year!, month! - 1, day!, hour, minute, 12 + 2 * n) / 1000;
}

const secondsOfEpoch: Poison = (person, n) => epoch(person, n);
const millisecondsOfEpoch: Poison = (person, n) => 1000 * epoch(person, n);
const secondsOfDay: Poison = (person, n) => epoch(person, n) % 86400;
const millisecondsOfDay: Poison = (person, n) => 1000 * (epoch(person, n) % 86400);

const numberOfDate: Poison = ({ date }, n) => Number(date) + n;

/** What numbers may be in whose place a date or a clock stands. */
const NUMBERS: Readonly<Record<string, readonly Poison[]>> = {
  TriggerTime: [millisecondsOfEpoch, millisecondsOfDay],
  FrameReferenceTime: [millisecondsOfEpoch, millisecondsOfDay],
  NominalCardiacTriggerDelayTime: [millisecondsOfEpoch, millisecondsOfDay],
  NominalRespiratoryTriggerDelayTime: [millisecondsOfEpoch, millisecondsOfDay],
  TemporalPositionTimeOffset: [secondsOfEpoch, secondsOfDay],
  AcquisitionNumber: [numberOfDate],
  TemporalPositionIdentifier: [numberOfDate],
  SeriesNumber: [numberOfDate, secondsOfEpoch],
  EchoNumbers: [numberOfDate],
  EchoTime: [numberOfDate],
  FlipAngle: [numberOfDate],
  KVP: [numberOfDate, secondsOfEpoch],
};

/** What may stand in an attribute by mistake or out of habit. */
export function poisonsOf(keyword: Keyword): readonly Poison[] {
  const [, vr] = ATTRIBUTES[keyword];
  switch (vr) {
    case "CS":
      return [code, clock];
    case "TM":
      return [clock, text];
    case "DT":
      return [dateTime, text];
    case "LO":
    case "LT":
    case "SH":
    case "UC":
    case "UR":
      return [text, dateTime];
    case "UI":
      return [({ name }, n) => `2.25.${name}${n}`, ({ date }, n) => `${date}1011${12 + 2 * n}`];
    case "SQ":
      return [(person, n) => [{
        Rows: noNumber(person, n),
        ImageType: code(person, n),
        SequenceName: text(person, n),
        AcquisitionDateTime: dateTime(person, n),
        SeriesInstanceUID: text(person, n),
      }]];
    case "OB":
    case "OW":
      return [];
    default:
      return [noNumber, ...NUMBERS[keyword] ?? []];
  }
}

/** What the project does not read; it stands in every object. */
export const unread = (person: Person): Attributes => ({
  "00100010": { vr: "PN", value: text(person, 0) },
  "00100030": { vr: "DA", value: person.date },
  "00080020": { vr: "DA", value: person.date },
  "00080030": { vr: "TM", value: clock(person, 0) },
  "00080080": { vr: "LO", value: text(person, 1) },
  "0008103E": { vr: "LO", value: text(person, 2) },
  "00291031": { vr: "LO", value: text(person, 3) },
});

/**
 * What of a person stands in a text: name and date, and the time as digits, in the ways of writing
 * it, and as numbers of seconds or milliseconds.
 */
export function tracesOf(answer: string, person: Person): string[] {
  const { time } = person;
  const clocks = [`${time}12`, `${time.slice(0, 2)}:${time.slice(2)}`];
  return [
    ...nameAndDateIn(answer, person),
    ...clocks.filter((form) => answer.includes(form)),
    ...numbersAt(answer, person),
  ];
}

/**
 * The name as it is, percent-encoded, in base64 or in hexadecimal digits, and the date in the ways of
 * writing it: what a text that has times and numbers of its own must not hold.
 */
export function nameAndDateIn(text: string, { name, date }: Person): string[] {
  const decoded = text.replaceAll(
    /%([0-9a-f]{2})/gi,
    (_, hex) => String.fromCharCode(parseInt(hex, 16)),
  );
  const lower = decoded.toLowerCase();
  const parts = [date.slice(0, 4), date.slice(4, 6), date.slice(6)];
  const written = [
    name.toLowerCase(),
    [...new TextEncoder().encode(name)].map((byte) => byte.toString(16)).join(""),
    ...["-", "/", ".", ""].flatMap((mark) => [parts.join(mark), parts.toReversed().join(mark)]),
  ].filter((form) => lower.includes(form));
  // Three letters of a text are four of base64; what lies before and behind decides those at the ends.
  const base64 = [0, 1, 2]
    .map((before) =>
      btoa(`${"-".repeat(before)}${name}--`)
        .slice(Math.ceil(8 * before / 6), Math.floor(8 * (before + name.length) / 6))
    )
    .filter((form) => text.includes(form));
  return [...written, ...base64];
}

/** Numbers that are the person's moment, within two minutes, in some unit. */
function numbersAt(answer: string, person: Person): string[] {
  const now = epoch(person, 0);
  const moments = [now, 1000 * now, now % 86400, 1000 * (now % 86400)];
  const slack = [120, 120_000, 120, 120_000];
  return (answer.match(/\d+(?:\.\d+)?/g) ?? []).filter((digits) =>
    moments.some((moment, n) => Math.abs(Number(digits) - moment) < slack[n]!)
  );
}
