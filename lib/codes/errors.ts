/**
 * Errors: every code, with its status in HTTP, what it means and what helps.
 *
 * The one table of them: types, statuses, the pages under `/problems`, the OpenAPI document, the page
 * and `docs/errors.md` are made of it.
 *
 * @module
 */

/** What a person should know who meets a code. */
export interface ErrorMeaning {
  /** Statuses that the service answers with: what cannot be read is 400, what has no header 422. */
  readonly status: readonly [number, ...number[]];
  /** What is the matter. */
  readonly means: string;
  /** What to do about it. */
  readonly helps: string;
}

const SEND_THE_OBJECT =
  "Send the object as the modality or the archive has it, not a rewritten one.";

/** Codes of the library. */
export const ERRORS = {
  "empty-request": {
    status: [400],
    means: "The request holds no body, or the body holds no entries.",
    helps: "Send at least one DICOM header, as bytes or as JSON.",
  },
  "bad-request": {
    status: [400],
    means: "The body is not what its Content-Type says, or broke off on the way.",
    helps: "For multipart, let the HTTP client set the Content-Type with its boundary.",
  },
  "bad-json": {
    status: [400],
    means: "The body is meant to be JSON and is not. The position of the first fault is given.",
    helps: "Send one JSON document, or one per line (NDJSON).",
  },
  "bad-archive": {
    status: [400],
    means:
      "The tar, zip or gzip data are damaged or cut, encrypted, or hold another archive. Slices may have been lost, so no header is made of the rest.",
    helps: "Pack the files again, or send them as multipart/form-data.",
  },
  "not-dicom": {
    status: [400],
    means: "What was sent is neither a DICOM object nor a DICOM dataset in JSON.",
    helps: "Look at `found`: it names the format if it is a known one.",
  },
  "truncated-header": {
    status: [400],
    means: "The bytes end before the header says where the pixels lie.",
    helps: "Cut files right before the pixel data (7FE0,0010), or send them whole.",
  },
  "bad-option": {
    status: [400],
    means:
      "An option is unknown, has no such value, is given twice with different values, or contradicts another.",
    helps:
      "`valid` lists what there is; `nearest`, where it is there, is the option that was meant.",
  },
  "bad-array": {
    status: [400],
    means: "The .npy, or what describes the array, cannot be read, or NRRD has no type for it.",
    helps: 'In numpy: array.astype("float32"), or "uint8" for a mask.',
  },
  "bad-header": {
    status: [400],
    means:
      "The NRRD header that is to be checked cannot be read, or does not say where its axes lie.",
    helps: "Send the text up to the empty line, with space directions and space origin.",
  },
  "limit-exceeded": {
    status: [413, 422],
    means:
      "The request goes beyond what one request may cost; `limit` names the limit and `maximum` its value. Pixel data do not count.",
    helps: "Send fewer objects at once, or run a server of your own with higher limits.",
  },
  "header-injection": {
    status: [400],
    means:
      "A name would change the meaning of the header: a line break, a path out of the folder, or a form that readers take for something else.",
    helps: "Use a plain file name such as data=mask.raw.",
  },
  "no-geometry": {
    status: [422],
    means:
      "The object does not say where its pixels lie in the patient: a projection, a photograph, a screenshot, or headers without the plane.",
    helps: "There is nothing to compute from; a header would be invented.",
  },
  "bad-orientation": {
    status: [422],
    means:
      "Image Orientation (Patient) (0020,0037) is not two unit vectors at a right angle, or contradicts the vendor's own header.",
    helps: SEND_THE_OBJECT,
  },
  "bad-spacing": {
    status: [422],
    means: "The distance of pixels or of frames is absent, zero, negative or not a number.",
    helps: SEND_THE_OBJECT,
  },
  "bad-position": {
    status: [422],
    means: "A position is absent, is not three numbers, or contradicts the others.",
    helps: SEND_THE_OBJECT,
  },
  "bad-matrix": {
    status: [422],
    means:
      "Rows and Columns are not two positive whole numbers, or a mosaic does not divide into its tiles.",
    helps: SEND_THE_OBJECT,
  },
  "bad-frame-count": {
    status: [422],
    means: "The number of frames and the number of their descriptions differ.",
    helps: SEND_THE_OBJECT,
  },
  "unsupported-object": {
    status: [422],
    means:
      "The object is none that holds a picture in space, or is of a kind that is not read yet.",
    helps: "Send the images that it refers to.",
  },
  "unsupported-pixel-format": {
    status: [422],
    means: "No NRRD type can hold the pixels as DICOM describes them.",
    helps: "type= names the type of the array that you have.",
  },
  "several-volumes": {
    status: [422],
    means:
      "The headers make more than one volume, or one volume and frames without a header; a text reply holds one header.",
    helps: "volume=0 for the first of `volumes`; format=json or format=zip for all of them.",
  },
  "no-such-volume": {
    status: [422],
    means: "There are fewer volumes than the option volume asks for; they are counted from 0.",
    helps: "Leave volume away with format=json to see them all.",
  },
  "irregular-spacing": {
    status: [422],
    means:
      "The distances between slices differ by more than rounding explains; one even grid would put slices where they are not.",
    helps:
      "uneven=split makes a volume of every even block; uneven=accept lays one grid and reports the error.",
  },
  "missing-slices": {
    status: [422],
    means:
      "All distances between slices are multiples of one, and some are twice or more: slices are absent.",
    helps:
      "Send the missing files; uneven=fill keeps their places in the array, uneven=split makes a volume of every whole block.",
  },
  "duplicate-positions": {
    status: [422],
    means:
      "Several frames lie at one position and no attribute, or not the one that axis4 names, tells them apart.",
    helps: "Send one of each, or name the attribute with axis4; axis4=auto tries two together.",
  },
  "incomplete-4d": {
    status: [422],
    means:
      "Several frames lie at each position, but some places of the grid of positions and values are empty.",
    helps:
      "Send the frames of `holes`, or only whole volumes; axis4=none makes a volume of each value.",
  },
  "no-such-axis": {
    status: [422],
    means:
      "The attribute that axis4 names is absent, or the same in all frames that should be told apart.",
    helps: "`alternatives` lists those that do; axis4=auto takes the first.",
  },
  "order-not-regular": {
    status: [422],
    means: "In the order asked for, slices and volumes follow each other in no regular way.",
    helps: "order=position, with the array sorted by `permutation`.",
  },
  "instance-numbers-unusable": {
    status: [422],
    means: "order=instance-number needs an instance number in every frame, each once.",
    helps: "order=position, or order=given.",
  },
  "mixed-pixel-formats": {
    status: [422],
    means:
      "data=dicom: some files are big-endian and others little-endian, and a header has one endian.",
    helps:
      "Send the files in one transfer syntax, or describe the array as you have it, by data=FILE.",
  },
  "skips-differ": {
    status: [422],
    means:
      "The pixels start at different places in the files; a header that points into them has one `byte skip` for all.",
    helps: "data=attached, or the name of a file that holds the array.",
  },
  "byte-offset-unknown": {
    status: [422],
    means: "Where the pixels start in the files cannot be seen from what was sent.",
    helps: "Send the files as bytes and whole.",
  },
  "frames-not-in-order": {
    status: [422],
    means:
      "The frames of the file do not lie in it in the order that the header has to describe, and NRRD cannot sort them.",
    helps: "order=given, or an array of your own with data=attached.",
  },
  "compressed-pixels": {
    status: [422],
    means: "The pixels are compressed in the DICOM files, so that a header cannot point at them.",
    helps: "Decompress the files first, or data=attached with the decompressed array.",
  },
  "tiled-pixels": {
    status: [422],
    means: "The slices are tiles of one picture in the file; a header cannot point at tiles.",
    helps: "data=attached, with an array of whole slices.",
  },
  "file-names-unusable": {
    status: [422],
    means: "The names of the files are absent, repeated, or cannot stand in a header.",
    helps: "Send the files under plain names of their own.",
  },
  "array-does-not-fit": {
    status: [422],
    means: "The array that was described does not have the sizes of the volume.",
    helps:
      "`shape` and `expected` show both; `help` names the array or order that would fit, or the line of numpy.",
  },
} as const satisfies Readonly<Record<string, ErrorMeaning>>;

/** Every code that a `HeaderError` can carry. Stable, kebab-case. */
export type ErrorCode = keyof typeof ERRORS;

/** Codes that the service adds, because HTTP asks for them. */
export const HTTP_ERRORS = {
  "not-found": {
    status: [404],
    means: "Nothing is served under this path.",
    helps: "POST /v1/header makes headers; /openapi.json lists the paths.",
  },
  "method-not-allowed": {
    status: [405],
    means: "The path exists, but not for this method.",
    helps: "The response header Allow lists the methods.",
  },
  "not-acceptable": {
    status: [406],
    means: "None of the media types in Accept can be made.",
    helps:
      "Accept text/plain, application/json or application/zip; the option format wins over it.",
  },
  "unsupported-media-type": {
    status: [415],
    means: "The Content-Type or the Content-Encoding of the body is none that is read.",
    helps: "`accepted` lists the types; a body without a type is recognised by its content.",
  },
  "internal": {
    status: [500],
    means: "The service has a fault; the request is not to blame.",
    helps: "Report it, with the headers that led to it if they may be shared.",
  },
} as const satisfies Readonly<Record<string, ErrorMeaning>>;

/** Codes of problems that HTTP knows and the library does not. */
export type HttpCode = keyof typeof HTTP_ERRORS;

/** All codes that the service answers with. */
export const PROBLEMS: Readonly<Record<ErrorCode | HttpCode, ErrorMeaning>> = {
  ...ERRORS,
  ...HTTP_ERRORS,
};

/** Every code that a problem can carry. */
export type ProblemCode = keyof typeof PROBLEMS;

/** Whether a code is one of the table's. */
export function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code);
}
