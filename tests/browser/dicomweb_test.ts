import { createApp } from "../../routes/app.ts";
import { deepEqual, equal, match, ok } from "../assert.ts";
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
    if (pathname.includes("/series/401/")) {
      return new Response("", { status: 401, headers: cors });
    }
    if (pathname.includes("/series/302/")) {
      return new Response("<!DOCTYPE html><title>Log in</title>", {
        headers: { ...cors, "Content-Type": "text/html" },
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

  const says = async (said: RegExp): Promise<void> => {
    const words = await page.locator("#problem").innerText();
    match(words, said);
    // HTTP's own words do not help here.
    ok(!/Content-Type|multipart/.test(words), words);
  };
  await read(`${archive}/dicom-web/studies/9.9/series/9.9`);
  await says(/^This cannot be read\s+127.*answers with status 404: there is no such series/);
  await read(`${archive}/dicom-web/studies/9.9/series/401`);
  await says(/status 401: it wants a login, and this page sends no cookies/);
  await read(`${archive}/dicom-web/studies/9.9/series/302`);
  await says(/sent a web page instead of DICOM metadata\. It may be a login page/);
  await read(`${archive}/secret/studies/9.9/series/9.9`);
  await says(/does not allow other pages to read it \(CORS\)/);
  await read(`${archive}/patients`);
  await says(/not the address of a DICOMweb series/);
});

browserTest("a server of plain http is read where whoever serves the page allows it", async (
  { browser, origin },
) => {
  const cors = { "Access-Control-Allow-Origin": "*" };
  await using pacs = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () => Response.json(metadata(), { headers: cors }),
  );
  const address = `http://pacs.test:${pacs.addr.port}`;
  const { fetch } = createApp({ page: { connect: [address] } });
  await using allowing = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, fetch);
  const page = await browser.newPage();
  const read = async (from: string): Promise<void> => {
    await page.goto(from);
    await page.click("text=Read a series from a DICOMweb server");
    await page.fill("#dicomweb-url", `${address}${SERIES}`);
    await page.click("#dicomweb-form button");
    await settled(page);
  };
  await read(origin);
  match(
    await page.locator("#problem").innerText(),
    /This page may not ask http:\/\/pacs\.test:.*have to be allowed by whoever runs this page/,
  );
  await read(`http://127.0.0.1:${allowing.addr.port}`);
  match((await shownHeader(page))!, /^space origin: \(1,2,3\)$/m);
});
