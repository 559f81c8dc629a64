/**
 * Addresses of DICOMweb (WADO-RS, PS3.18 10.4.1.1.2), for those who fetch: the library does not.
 *
 * @module
 */

import { HeaderError } from "../errors.ts";

/**
 * The address of the metadata for what a person may have at hand: the address of a study, a series
 * or an instance, with or without `/metadata`, `/instances`, `/rendered` or a query behind it.
 *
 * @throws {HeaderError} bad-request
 */
export function metadataUrl(address: string): URL {
  let url;
  try {
    url = new URL(address.trim());
  } catch {
    throw new HeaderError("bad-request", "This is not a web address; those begin with https://");
  }
  const resource =
    /^(.*\/studies\/[0-9.]+(?:\/series\/[0-9.]+(?:\/instances\/[0-9.]+)?)?)(?:\/.*)?$/
      .exec(url.pathname)?.[1];
  if (!/^https?:$/.test(url.protocol) || resource === undefined) {
    throw new HeaderError(
      "bad-request",
      "This is not the address of a DICOMweb series",
      { help: "an address such as https://server/dicom-web/studies/1.2.3/series/4.5.6" },
    );
  }
  return new URL(`${resource}/metadata`, url.origin);
}
