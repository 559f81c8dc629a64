/** What the library's three entries export: a name that comes or goes is a change for everybody. */

import * as client from "../clients/typescript/mod.ts";
import * as library from "../lib/mod.ts";
import * as app from "../routes/app.ts";
import { deepEqual } from "./assert.ts";
import { runWell } from "./support/programs.ts";

/** Names of the types of an entry, as `deno doc` has them. */
async function typesOf(entry: string): Promise<string[]> {
  const text = await runWell(Deno.execPath(), ["doc", "--json", entry]);
  const { nodes } = JSON.parse(text) as { nodes: Record<string, { symbols: DocSymbol[] }> };
  return Object.values(nodes).flatMap(({ symbols }) => symbols)
    .filter(({ declarations }) => declarations.some(({ kind }) => TYPES.includes(kind)))
    .map(({ name }) => name).sort();
}

interface DocSymbol {
  readonly name: string;
  readonly declarations: readonly { readonly kind: string }[];
}

const TYPES: readonly string[] = ["interface", "typeAlias"];

Deno.test("the library exports these values", () => {
  deepEqual(Object.keys(library).sort(), [
    "ATTRIBUTES",
    "DIAGNOSES",
    "ERRORS",
    "FINDINGS",
    "HeaderCollector",
    "HeaderError",
    "OPTIONS",
    "check",
    "describe",
    "headerFile",
    "isHeaderError",
  ]);
});

Deno.test("the service's entry and the client export these values", () => {
  deepEqual(Object.keys(app), ["createApp"]);
  deepEqual(Object.keys(client).sort(), ["Client", "ServiceError"]);
});

Deno.test("the library exports these types", async () => {
  deepEqual(await typesOf("lib/mod.ts"), [
    "AffineHeader",
    "Alternative",
    "AnatomicalPlane",
    "ArrayInput",
    "AxisDifference",
    "BareHeader",
    "ChangedField",
    "CheckReply",
    "CheckStatus",
    "Choice",
    "ChoiceName",
    "ChosenOptions",
    "Code",
    "CollectedObject",
    "Color",
    "CommonDetails",
    "CorrectedForm",
    "Correction",
    "CountedAxis",
    "Dataset",
    "DescribeOptions",
    "Details",
    "DetailsByCode",
    "DetailsOf",
    "Diagnosis",
    "DiagnosisCode",
    "Differences",
    "ErrorCode",
    "ErrorMeaning",
    "Finding",
    "FindingCode",
    "FindingMeaning",
    "FormFile",
    "FormName",
    "FormReply",
    "FourthAxisDetails",
    "HeaderToCheck",
    "HeldPosition",
    "Index",
    "Input",
    "ItkHeader",
    "ItkWasmForm",
    "Keyword",
    "Limits",
    "MainPlane",
    "MissingSlices",
    "NamedBytes",
    "NamedJson",
    "NamedObject",
    "NiftiPlacement",
    "ObjectLimits",
    "OpenOptions",
    "Option",
    "OptionName",
    "Options",
    "OrderChoice",
    "OriginDifference",
    "PixelDataPlace",
    "PlaneInput",
    "ReadingReply",
    "RefusalReply",
    "Reply",
    "SegmentInput",
    "SegmentReply",
    "SeriesReply",
    "SimpleItkForm",
    "Skipped",
    "SliceAtEnd",
    "SliceReply",
    "SpaceName",
    "Vector",
    "VolumeReply",
    "VtkForm",
    "WorstSlice",
  ]);
});

Deno.test("the service's entry exports these types", async () => {
  deepEqual(await typesOf("routes/app.ts"), [
    "App",
    "Limits",
    "PageSettings",
    "Settings",
  ]);
});

Deno.test("the client exports these types", async () => {
  deepEqual(await typesOf("clients/typescript/mod.ts"), [
    "AffineHeader",
    "Alternative",
    "AnatomicalPlane",
    "ArrayInput",
    "AxisDifference",
    "BareHeader",
    "ChangedField",
    "CheckReply",
    "CheckStatus",
    "Choice",
    "ChoiceName",
    "ChosenOptions",
    "Code",
    "Color",
    "CommonDetails",
    "Correction",
    "Dataset",
    "Details",
    "Diagnosis",
    "DiagnosisCode",
    "Differences",
    "ErrorCode",
    "ErrorMeaning",
    "FileLike",
    "Finding",
    "FindingCode",
    "FindingMeaning",
    "FormName",
    "FormReply",
    "HeaderFile",
    "HeaderText",
    "HeaderToCheck",
    "HttpCode",
    "Index",
    "Input",
    "ItkHeader",
    "ItkWasmForm",
    "MainPlane",
    "NamedBytes",
    "OpenOptions",
    "Option",
    "OptionName",
    "Options",
    "OriginDifference",
    "PlaneInput",
    "Problem",
    "RefusalReply",
    "Reply",
    "SegmentInput",
    "SegmentReply",
    "SeriesReply",
    "SimpleItkForm",
    "Skipped",
    "SliceReply",
    "SpaceName",
    "Vector",
    "VolumeReply",
    "VtkForm",
    "WorstSlice",
  ]);
});
