import { DEFAULT_OPTIONS } from "../../../lib/options/types.ts";
import { deepEqual, equal, ok } from "../../assert.ts";
import type { Attributes } from "../../support/dicom_writer.ts";
import { parseNrrdText } from "../../support/nrrd_text.ts";
import { collect } from "../../support/objects.ts";
import { makeReply, theVolume } from "../../support/reply.ts";
import { makeSeries } from "../../support/series.ts";

function keysOf(attributes: Attributes | ((k: number) => Attributes), metadata = true) {
  const { objects } = collect(makeSeries({ count: 3, thickness: 2.5, attributes }));
  const { header } = theVolume(makeReply(objects, [], {
    ...DEFAULT_OPTIONS,
    metadata: metadata ? "acquisition" : "none",
  }));
  return Object.fromEntries(parseNrrdText(header).keyValues);
}

Deno.test("metadata=acquisition writes technical values under their tags", () => {
  deepEqual(
    keysOf({
      EchoTime: "2.980",
      RepetitionTime: 2300,
      FlipAngle: 9,
      KVP: 120,
      RescaleIntercept: -1024,
      RescaleSlope: 1,
    }),
    {
      DICOM_0008_0060_Modality: "CT",
      DICOM_0018_0050_SliceThickness: "2.5",
      DICOM_0018_0060_KVP: "120",
      DICOM_0018_0080_RepetitionTime: "2300",
      DICOM_0018_0081_EchoTime: "2.98",
      DICOM_0018_1314_FlipAngle: "9",
      DICOM_0028_1052_RescaleIntercept: "-1024",
      DICOM_0028_1053_RescaleSlope: "1",
    },
  );
  deepEqual(keysOf({ EchoTime: 3 }, false), {});
});

Deno.test("metadata=acquisition leaves out what differs from slice to slice", () => {
  const keys = keysOf((k) => ({ EchoTime: k, RepetitionTime: 5 }));
  equal(keys["DICOM_0018_0081_EchoTime"], undefined);
  equal(keys["DICOM_0018_0080_RepetitionTime"], "5");
});

Deno.test("metadata=acquisition lets nothing through but numbers and defined terms", () => {
  const marker = "SECRET";
  const identifying = [
    "PatientName",
    "PatientID",
    "PatientBirthDate",
    "InstitutionName",
    "StationName",
    "ReferringPhysicianName",
    "StudyDescription",
    "SeriesDescription",
    "ProtocolName",
    "AccessionNumber",
    "Manufacturer",
  ];
  const text = (value: string) => ({ vr: "LO", value });
  const keys = keysOf({
    "00100010": text(marker),
    "00100020": text(marker),
    "00080080": text(marker),
    "00081010": text(marker),
    "00080090": text(marker),
    "0008103E": text(marker),
    "00181030": text(marker),
    "00080070": text(marker),
    StudyDate: "19991231",
    AcquisitionTime: "235959",
    Modality: `${marker.toLowerCase()}\n\ntype: float`,
    EchoTime: marker,
    "00180020": { vr: "CS", value: `${marker.toLowerCase()}|` },
  });
  const written = JSON.stringify(keys);
  ok(!/SECRET|1999|2359|type/i.test(written), written);
  for (const keyword of identifying) ok(!written.includes(keyword), keyword);
});
