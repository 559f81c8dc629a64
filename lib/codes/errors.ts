/**
 * Errors: every code, with its status in HTTP, what it means and what helps.
 *
 * The one table of them: types, statuses, the pages under `/problems`, the OpenAPI document, the page
 * and `docs/errors.md` are made of it.
 *
 * @module
 */

/** The entry of a code. */
export interface ErrorMeaning {
  /** Statuses that the service answers with: 400 for unreadable input, 422 where no header can be made. */
  readonly status: readonly [number, ...number[]];
  /** What is wrong. */
  readonly means: string;
  /** What to do about it. */
  readonly helps: string;
}

const SEND_THE_OBJECT =
  "Send the original object from the modality or the archive, not a rewritten one.";

/** Codes of the library. */
export const ERRORS = {
  "empty-request": {
    status: [400],
    means: "The request has no body, or the body has no entries.",
    helps: "Send at least one DICOM header, as bytes or as JSON.",
  },
  "bad-request": {
    status: [400],
    means:
      "The body is not what its Content-Type says, or ended early; or the field Host or the target of the request is malformed.",
    helps: "For multipart, let the HTTP client set the Content-Type with its boundary.",
  },
  "bad-json": {
    status: [400],
    means: "The body should be JSON and is not. `position` is that of the first error.",
    helps: "Send one JSON document, or one per line (NDJSON).",
  },
  "bad-archive": {
    status: [400],
    means:
      "The tar, zip or gzip data are damaged, truncated or encrypted, or contain another archive. Slices may be lost, so no header is made from the rest.",
    helps: "Pack the files again, or send them as multipart/form-data.",
  },
  "not-dicom": {
    status: [400],
    means: "The input is neither a DICOM object nor a DICOM dataset in JSON.",
    helps: "Send DICOM files, or their headers as JSON; `found` names a format that is known.",
  },
  "truncated-header": {
    status: [400],
    means: "The bytes end before the geometry in the header is complete.",
    helps: "Cut files just before the pixel data (7FE0,0010), or send whole files.",
  },
  "bad-option": {
    status: [400],
    means:
      "An option is unknown, has an invalid value, is given twice with different values, or contradicts another.",
    helps:
      "`valid` lists what is allowed; `nearest`, where present, is the option that was probably meant.",
  },
  "bad-array": {
    status: [400],
    means:
      "The .npy or the description of the array cannot be read, NRRD has no type for it, there are several arrays, or the array is in an archive (.npz, zip, tar), where no header can point at it.",
    helps:
      'In numpy: array.astype("float32"), or "uint8" for a mask; numpy.save("mask.npy", array) writes a separate file.',
  },
  "bad-header": {
    status: [400],
    means: "The header to check cannot be read, or does not give the directions of its axes.",
    helps:
      "Send all of the header: of NRRD the text up to the empty line, with space directions and space origin; of NIfTI the first 352 bytes, or 544; of MetaImage the text up to ElementDataFile.",
  },
  "limit-exceeded": {
    status: [413, 422],
    means:
      "The request, or one object in it, exceeds a limit; `limit` names it, `maximum` is its value, `file` the entry at which that happened. An object beyond a limit of its own is listed and takes nothing else with it. Pixel data do not count.",
    helps: "Send fewer objects at once, or run your own server with higher limits.",
  },
  "header-injection": {
    status: [400],
    means:
      "A name would change the meaning of the header: it has a line break, leads out of the folder, or has a form that readers interpret, such as a URL, a % or the words of a template.",
    helps: "Use a plain file name such as data=mask.raw.",
  },
  "no-geometry": {
    status: [422],
    means:
      "The object does not give the position of its pixels in the patient: a projection, a photograph, a screenshot, or a header without an image plane.",
    helps:
      "Send slices that have Image Position and Image Orientation (Patient). If you know where the image lies, plane= states its plane, and step= how far apart its frames are; the header says that it was stated.",
  },
  "bad-orientation": {
    status: [422],
    means:
      "Image Orientation (Patient) (0020,0037) is not two perpendicular unit vectors, or contradicts the vendor's own header.",
    helps: SEND_THE_OBJECT,
  },
  "bad-spacing": {
    status: [422],
    means: "The pixel spacing or the frame spacing is absent, zero, negative or not a number.",
    helps: SEND_THE_OBJECT,
  },
  "bad-position": {
    status: [422],
    means: "A slice position is absent, is not three numbers, or contradicts the others.",
    helps: SEND_THE_OBJECT,
  },
  "bad-matrix": {
    status: [422],
    means:
      "Rows and Columns are not two positive whole numbers, or a mosaic cannot be divided into its tiles.",
    helps: SEND_THE_OBJECT,
  },
  "bad-frame-count": {
    status: [422],
    means: "The number of frames and the number of their functional groups differ.",
    helps: SEND_THE_OBJECT,
  },
  "unsupported-object": {
    status: [422],
    means: "The object is not an image in the patient, or its kind is not supported yet.",
    helps: "Send the images it refers to.",
  },
  "unsupported-pixel-format": {
    status: [422],
    means: "No NRRD type can hold the pixels as DICOM describes them.",
    helps: "Set type= to the type of your array.",
  },
  "several-volumes": {
    status: [422],
    means:
      "The objects make more than one volume, or one volume and frames that got no header; a text reply holds one header.",
    helps: "volume=0 for the first of `volumes`; format=json or format=zip for all of them.",
  },
  "no-such-volume": {
    status: [422],
    means: "The option volume asks for a volume that does not exist; volumes are counted from 0.",
    helps: "Omit volume and use format=json to see them all.",
  },
  "irregular-spacing": {
    status: [422],
    means:
      "The slice spacing varies by more than rounding explains; one even grid would misplace slices.",
    helps:
      "uneven=split makes one volume per evenly spaced block; uneven=accept makes one even grid and reports its error.",
  },
  "missing-slices": {
    status: [422],
    means:
      "All gaps between slices are multiples of one slice spacing, and some are twice as wide or wider: slices are missing.",
    helps:
      "Send the missing files; uneven=fill keeps their places in the array, uneven=split makes one volume per complete block.",
  },
  "duplicate-positions": {
    status: [422],
    means:
      "Several frames have the same position, and no attribute separates them, or the one that axis4 names does not.",
    helps:
      "Send one frame per position, or name the attribute with axis4; axis4=auto also tries pairs of attributes.",
  },
  "incomplete-4d": {
    status: [422],
    means:
      "There are several frames at each position, but some combinations of position and value have no frame.",
    helps:
      "Send the frames listed in `holes`, or only complete volumes; axis4=none makes one volume per value.",
  },
  "no-such-axis": {
    status: [422],
    means: "The attribute that axis4 names is absent, or has the same value in all frames.",
    helps: "`alternatives` lists the attributes that separate them; axis4=auto takes the first.",
  },
  "order-not-regular": {
    status: [422],
    means: "In the requested order, slices and volumes do not follow a regular pattern.",
    helps: "order=position, with the array sorted by `permutation`.",
  },
  "order-not-stated": {
    status: [422],
    means:
      "An array is described (a .npy, npy=, array=, as=labelmap or as=segmentation), the order sent differs from the order along the slice normal, and the request does not state the order of the array. The wrong one would mirror it.",
    helps:
      "order=position for an array sorted by position, as Slicer, ITK and dcm2niix make it; order=given for an array stacked in the order of the files. `choices` names the first and the last slice of both.",
  },
  "instance-numbers-unusable": {
    status: [422],
    means: "order=instance-number needs a unique instance number in every frame.",
    helps: "order=position, or order=given.",
  },
  "mixed-pixel-formats": {
    status: [422],
    means:
      "data=dicom: some files are big-endian, others little-endian; a header has one endian field for all.",
    helps: "Send all files in one transfer syntax, or describe your own array with data=FILE.",
  },
  "skips-differ": {
    status: [422],
    means:
      "The pixels neither start nor end at the same place in all files; a header that points into them has one `byte skip` for all, from the start or from the end.",
    helps:
      "Send the files whole, so that their ends are seen; or data=attached, or the name of a file that holds the array.",
  },
  "byte-offset-unknown": {
    status: [422],
    means: "The offset of the pixels in the files is not known from what was sent.",
    helps: "Send whole files, as bytes.",
  },
  "frames-not-in-order": {
    status: [422],
    means:
      "The frames are stored in another order than the header has to describe, and NRRD cannot reorder them.",
    helps: "order=given, or your own array with data=attached.",
  },
  "compressed-pixels": {
    status: [422],
    means: "The pixels are compressed in the DICOM files, so a header cannot point at them.",
    helps: "Decompress the files first, or data=attached with the decompressed array.",
  },
  "tiled-pixels": {
    status: [422],
    means:
      "The slices are stored as tiles of one image (a mosaic); a header cannot point at tiles.",
    helps: "data=attached, with an array of whole slices.",
  },
  "file-names-unusable": {
    status: [422],
    means: "The file names are absent, repeated, or not allowed in a header.",
    helps: "Send every file under a plain, unique name.",
  },
  "array-does-not-fit": {
    status: [422],
    means: "The described array does not have the sizes of the volume.",
    helps:
      "`shape` and `expected` give both; array= or order= states another layout of the array, and numpy can exchange its axes.",
  },
  "format-cannot-hold": {
    status: [422],
    means: "The format asked for has no way to say what the header of this array has to say.",
    helps: "`help` names what can be changed; NRRD (format=text) holds every array.",
  },
} as const satisfies Readonly<Record<string, ErrorMeaning>>;

/** Every code that a `HeaderError` can carry. Stable, kebab-case. */
export type ErrorCode = keyof typeof ERRORS;

/** Codes that the service adds, required by HTTP. */
export const HTTP_ERRORS = {
  "not-found": {
    status: [404],
    means: "Nothing is served under this path.",
    helps: "POST /v1/header makes headers; /docs says how, and /openapi.json lists the paths.",
  },
  "method-not-allowed": {
    status: [405],
    means: "The path exists, but not for this method.",
    helps: "The response header Allow lists the methods; /docs says how to ask.",
  },
  "not-acceptable": {
    status: [406],
    means: "None of the media types in Accept is available.",
    helps:
      "Accept text/plain, application/json or application/zip; the option format wins over it.",
  },
  "unsupported-media-type": {
    status: [415],
    means: "The Content-Type or the Content-Encoding of the body is not supported.",
    helps: "`accepted` lists the types; a body without a type is recognised by its content.",
  },
  "internal": {
    status: [500],
    means: "The service has a bug; the request is not at fault.",
    helps: "Report it, with the DICOM headers that caused it if you may share them.",
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
