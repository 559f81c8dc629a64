import { HeaderError } from "../../lib/errors.ts";
import { metadataUrl } from "../../lib/intake/dicomweb.ts";
import { equal, throws } from "../assert.ts";

Deno.test("metadata of a study, a series or an instance, whatever stands behind it", () => {
  const series = "https://pacs.example/dcm/rs/studies/1.2/series/3.4";
  for (
    const [address, expected] of [
      [series, `${series}/metadata`],
      [` ${series}/ `, `${series}/metadata`],
      [`${series}/metadata`, `${series}/metadata`],
      [`${series}/instances?limit=3#x`, `${series}/metadata`],
      [`${series}/instances/5.6/frames/1`, `${series}/instances/5.6/metadata`],
      [
        "http://127.0.0.1:8042/dicom-web/studies/1.2",
        "http://127.0.0.1:8042/dicom-web/studies/1.2/metadata",
      ],
    ] as const
  ) equal(metadataUrl(address).href, expected);
});

Deno.test("anything else is refused", () => {
  for (
    const address of [
      "",
      "studies/1.2/series/3",
      "https://pacs.example/patients/7",
      "https://pacs.example/studies/abc",
      "file:///studies/1.2",
      "javascript:alert(1)//studies/1.2",
    ]
  ) {
    throws(() => metadataUrl(address), (error) => {
      return error instanceof HeaderError && error.code === "bad-request";
    }, address);
  }
});
