import { deepEqual, equal, match } from "../assert.ts";
import { lookUp } from "../support/dictionary.ts";
import { makeSeries } from "../support/series.ts";
import { browserTest, settled, shownHeader } from "./support.ts";

const SERIES = "/dicom-web/studies/1.2.3/series/4.5.6";

/** Metadata as DICOMweb servers send them (PS3.18 F.2). */
function metadata(): unknown[] {
  return makeSeries({ first: [1, 2, 3], step: [0, 0, 7], count: 20 }).map(({ attributes }) =>
    Object.fromEntries(
      Object.entries(attributes).flatMap(([keyword, value]) => {
        const entry = lookUp(keyword);
        if (value === undefined || entry === undefined) return [];
        return [[entry.tag, { vr: entry.vr, Value: Array.isArray(value) ? value : [value] }]];
      }),
    )
  );
}

browserTest("a series is read from a DICOMweb server of another origin", async ({ visit }) => {
  const asked: string[] = [];
  const cors = { "Access-Control-Allow-Origin": "*" };
  await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    const { pathname } = new URL(request.url);
    asked.push(`${request.method} ${pathname} ${request.headers.get("Accept")}`);
    if (pathname === `${SERIES}/metadata`) {
      return new Response(JSON.stringify(metadata()), {
        headers: { ...cors, "Content-Type": "application/dicom+json" },
      });
    }
    return new Response("gone", { status: 404, headers: pathname.includes("secret") ? {} : cors });
  });
  const archive = `http://127.0.0.1:${server.addr.port}`;
  const { page, requests } = await visit();
  await page.click("text=Read a series from a DICOMweb server");
  const read = async (url: string): Promise<void> => {
    await page.fill("#dicomweb-url", url);
    await page.click("#dicomweb-form button");
    await settled(page);
  };
  // The address as a viewer or a list of instances shows it.
  await read(`${archive}${SERIES}/instances?limit=10`);
  match((await shownHeader(page))!, /^space directions: \(1,0,0\) \(0,1,0\) \(0,0,7\)$/m);
  match((await shownHeader(page))!, /^space origin: \(1,2,3\)$/m);
  deepEqual(asked, [`GET ${SERIES}/metadata application/dicom+json`]);
  equal(requests.filter((request) => request.includes(archive)).length, 1);

  const problem = page.locator("#problem-detail");
  await read(`${archive}/dicom-web/studies/9.9/series/9.9`);
  await page.waitForSelector("#problem:not([hidden])");
  match((await problem.textContent())!, /answers with status 404: there is no such series/);
  await read(`${archive}/secret/studies/9.9/series/9.9`);
  match((await problem.textContent())!, /does not allow other pages to read it \(CORS\)/);
  await read(`${archive}/patients`);
  match((await problem.textContent())!, /not the address of a DICOMweb series/);
});
