/** Series from a DICOMweb server, which here is a few lines of its own. */

import { deepEqual, equal, match, ok } from "../assert.ts";
import { dictionaries, TRUE_LINES } from "../routes/support.ts";
import { header, withFiles } from "./support.ts";

const SERIES = "/dicom-web/studies/1.2/series/3.4";

/** A request, as far as it matters. */
interface Asked {
  readonly path: string;
  readonly accept: string | null;
  readonly authorization: string | null;
}

/** A server, and what it was asked, while `use` asks it. */
async function withServer(
  answer: () => Response,
  use: (origin: string, asked: readonly Asked[]) => Promise<void>,
): Promise<void> {
  const asked: Asked[] = [];
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    ({ url, headers }) => {
      asked.push({
        path: new URL(url).pathname,
        accept: headers.get("Accept"),
        authorization: headers.get("Authorization"),
      });
      return answer();
    },
  );
  try {
    await use(`http://127.0.0.1:${server.addr.port}`, asked);
  } finally {
    await server.shutdown();
  }
}

const metadata = () =>
  Response.json(dictionaries, { headers: { "Content-Type": "application/dicom+json" } });

const SECRET = "s3cret.token";

Deno.test("a series is fetched by its address, with the token of the environment", async () => {
  await withServer(metadata, async (origin, asked) => {
    for (const address of [`${origin}${SERIES}`, `${origin}${SERIES}/metadata`]) {
      const { code, stdout, stderr } = await header([address], { env: { DCM2NHDR_TOKEN: SECRET } });
      deepEqual([code, stderr], [0, ""]);
      for (const line of TRUE_LINES) ok(stdout.split("\n").includes(line), stdout);
    }
    await header([`${origin}${SERIES}`]);
    const plain = { path: `${SERIES}/metadata`, accept: "application/dicom+json" };
    const signed = { ...plain, authorization: `Bearer ${SECRET}` };
    deepEqual(asked, [signed, signed, { ...plain, authorization: null }]);
    // There are no pixels to write behind the header.
    await withFiles([], async (from) => {
      const refused = await header([`${origin}${SERIES}`, "-o", "x.nrrd"], { from });
      equal(refused.code, 1);
      match(refused.stderr, /\nhelp: .*--header-only/);
      const alone = await header([`${origin}${SERIES}`, "-o", "x.nrrd", "--header-only"], { from });
      match(
        alone.stderr,
        /^wrote x\.nrrd: .*, 4 slices, .*; 7 × 5 × 4, .* from 4 objects; the header alone/,
      );
    });
  });
});

Deno.test("what a server answers instead is said with what helps, and never with the token", async () => {
  const html = { headers: { "Content-Type": "text/html; charset=utf-8" } };
  const cases: readonly (readonly [() => Response, RegExp])[] = [
    [
      () => new Response("no", { status: 401 }),
      /refuses \(401\): the token in DCM2NHDR_TOKEN is not/,
    ],
    [() => new Response("no", { status: 404 }), /has no such series \(404\)/],
    [() => new Response("no", { status: 503 }), /answers with status 503/],
    [() => new Response("<html>Log in</html>", html), /sends a web page, perhaps to log in/],
    [
      () =>
        new Response(null, { status: 302, headers: { Location: "https://login.example/?x=1" } }),
      /sends on to https:\/\/login\.example, which is not followed/,
    ],
  ];
  for (const [answer, message] of cases) {
    await withServer(answer, async (origin, asked) => {
      const ran = await header([`${origin}${SERIES}`], { env: { DCM2NHDR_TOKEN: SECRET } });
      deepEqual([ran.code, ran.stdout, asked.length], [2, "", 1]);
      match(ran.stderr, message);
      ok(!ran.stderr.includes(SECRET), ran.stderr);
    });
  }
  await withServer(() => new Response("no", { status: 403 }), async (origin) => {
    const { stderr } = await header([`${origin}${SERIES}`]);
    match(stderr, /refuses \(403\): a token for it belongs into .* DCM2NHDR_TOKEN/);
  });
  let closed = "";
  await withServer(metadata, (origin) => Promise.resolve(void (closed = origin)));
  for (const token of [SECRET, "no\nheader value"]) {
    const { code, stderr } = await header([`${closed}${SERIES}`], {
      env: { DCM2NHDR_TOKEN: token },
    });
    equal(code, 2);
    match(stderr, /^127\.0\.0\.1:\d+ does not answer: /);
    ok(!stderr.includes(token), stderr);
  }
});
