/**
 * Content types, and what kind of body each announces.
 *
 * @module
 */

/** A media type, or anything else of the form `value; name=value`. */
export interface MediaType {
  /** Lower case, without parameters. */
  readonly type: string;
  /** By name in lower case; quotes removed. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** What a body can be. */
export type Kind =
  | "dicom"
  | "json"
  | "zip"
  | "tar"
  | "gzip"
  | "npy"
  | "nrrd"
  | "nifti"
  | "metaimage";

/** Content types by kind, the registered or usual name first. */
const TYPES: Readonly<Record<Kind, readonly string[]>> = {
  dicom: ["application/dicom"],
  json: [
    "application/json",
    "application/dicom+json",
    "application/x-ndjson",
    "application/ndjson",
    "application/jsonl",
    "text/json",
  ],
  zip: ["application/zip", "application/x-zip-compressed", "application/x-zip"],
  tar: ["application/x-tar", "application/x-gtar", "application/tar"],
  gzip: [
    "application/gzip",
    "application/x-gzip",
    "application/x-tgz",
    "application/x-gtar-compressed",
    "application/x-compressed-tar",
  ],
  npy: ["application/x-npy", "application/npy"],
  nrrd: ["application/x-nrrd", "application/nrrd"],
  nifti: ["application/x-nifti", "application/nifti"],
  metaimage: ["application/x-metaimage"],
};

const MULTIPART = ["multipart/form-data", "multipart/related", "multipart/mixed"];

/** Sent by clients by default, and by storage services: the content decides. */
const ANYTHING = [
  "",
  "application/octet-stream",
  "binary/octet-stream",
  "application/x-www-form-urlencoded",
  "text/plain",
];

const KINDS: ReadonlyMap<string, Kind | "multipart" | "anything"> = new Map([
  ...(Object.entries(TYPES) as [Kind, readonly string[]][]).flatMap(([kind, types]) =>
    types.map((type) => [type, kind] as const)
  ),
  ...MULTIPART.map((type) => [type, "multipart"] as const),
  ...ANYTHING.map((type) => [type, "anything"] as const),
]);

/** Content types that are accepted, one name for each kind. */
export const ACCEPTED_TYPES: readonly string[] = [
  "application/dicom",
  "multipart/form-data",
  "multipart/related",
  "application/zip",
  "application/x-tar",
  "application/gzip",
  "application/json",
  "application/dicom+json",
  "application/x-ndjson",
  "application/octet-stream",
];

/** What a media type announces; undefined when it is nothing that is accepted. */
export function kindOf(type: string): Kind | "multipart" | "anything" | undefined {
  return KINDS.get(type) ?? (type.endsWith("+json") ? "json" : undefined);
}

/** Splits `type; name=value; name="value"` (RFC 9110, 8.3.1). */
export function parseMediaType(value: string): MediaType {
  const parameters = new Map<string, string>();
  // Not matchAll(), which makes a copy of the expression. Behind the last match it begins anew.
  for (let match; (match = PARAMETER.exec(value));) {
    const [, name, quoted, token] = match;
    parameters.set(name!.toLowerCase(), quoted?.replace(/\\(["\\])/g, "$1") ?? token!.trim());
  }
  return { type: typeOf(value), parameters };
}

/** What stands before the parameters, in lower case. */
export function typeOf(value: string): string {
  return value.split(";", 1)[0]!.trim().toLowerCase();
}

const PARAMETER = /;\s*([^=;\s]+)=(?:"((?:[^"\\]|\\.)*)"|([^;]*))/g;
