import { deepEqual, equal, match, ok } from "../assert.ts";
import { bodyOf, KINDS, type Said } from "../private/kinds.ts";
import { PATTERNS, poisoned } from "../private/patterns.ts";
import { nameAndDateIn, PEOPLE, poisonsOf } from "../private/poison.ts";
import { makeSeries } from "../support/series.ts";
import { serve, type ServerProcess, withServerProcess } from "../support/server_process.ts";
import { form } from "./support.ts";

/** Letters that do not come together by chance. */
const MARKER = "QXZDOE";

/** The switch of Deno itself, with everything written to the console soon. */
const TELEMETRY = {
  OTEL_DENO: "true",
  OTEL_EXPORTER_OTLP_PROTOCOL: "console",
  OTEL_BSP_SCHEDULE_DELAY: "50",
  OTEL_BLRP_SCHEDULE_DELAY: "50",
  OTEL_METRIC_EXPORT_INTERVAL: "200",
};

/** Sends the marker in all places but the query: in what is answered, refused and broken. */
async function sendMarkers(origin: string): Promise<number> {
  const [slice] = makeSeries({
    count: 1,
    attributes: { PatientName: `${MARKER}^JANE`, PatientID: MARKER, InstitutionName: MARKER },
  });
  const file = { name: `${MARKER}/${MARKER}.dcm`, bytes: slice!.bytes.slice() };
  const json = JSON.stringify({ ...slice!.attributes, Rows: MARKER });
  const headers = { "X-Patient": MARKER, "Cookie": MARKER, "User-Agent": MARKER };
  const bodies: BodyInit[] = [
    form([file]),
    form([file], { [MARKER]: MARKER }),
    json,
    json.slice(0, -30),
    MARKER.repeat(100),
    file.bytes.slice(0, 500),
  ];
  for (const body of bodies) {
    const response = await fetch(`${origin}/v1/header?format=json`, {
      method: "POST",
      body,
      headers,
    });
    await response.body?.cancel();
  }
  return bodies.length;
}

const [PERSON] = PEOPLE;

/** Sends names and times that become axes, holes, splits and refusals. */
async function sendPoison(origin: string): Promise<number> {
  let requests = 0;
  for (
    const keyword of ["AcquisitionDateTime", "SequenceName", "ASLContext", "PatientID"] as const
  ) {
    const poison = poisonsOf(keyword)[0]!;
    for (const pattern of Object.values(PATTERNS)) {
      const said: Said = pattern(poisoned(keyword, (n) => poison(PERSON, n)));
      const bare = { spaceDirections: [[1, 0, 0], [0, 1, 0], [0, 0, 5]], spaceOrigin: [0, 0, 0] };
      const asked = [["header", "bytes", {}], ["check", "model", bare]] as const;
      for (const [question, dialect, members] of asked) {
        const { content, type } = bodyOf(KINDS.MR(said, PERSON), dialect, members);
        const response = await fetch(`${origin}/v1/${question}`, {
          method: "POST",
          body: content,
          headers: { "Content-Type": type },
        });
        await response.body?.cancel();
        requests++;
      }
    }
  }
  return requests;
}

/** Waits until the server has written something; fails after a minute, which no busy machine needs. */
async function writes(server: ServerProcess, pattern: RegExp, times: number): Promise<void> {
  for (let waited = 0; waited < 60_000; waited += 50) {
    if ((server.written().match(pattern) ?? []).length >= times) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`${times} of ${pattern} did not come: ${server.written()}`);
}

Deno.test("no log line, span or metric carries content of a request", async () => {
  await withServerProcess({ ...serve("main.ts"), env: TELEMETRY }, async (server) => {
    const requests = await sendMarkers(server.origin) + await sendPoison(server.origin);
    await writes(server, /url\.full/g, requests);
    await writes(server, /http\.server\.request\.duration/g, 1);
    const written = server.written();
    match(written, /http\.request\.method/);
    match(written, /http\.response\.status_code/);
    const at = written.indexOf(MARKER);
    equal(at, -1, `content is written: ${written.slice(Math.max(0, at - 300), at + 100)}`);
    deepEqual(nameAndDateIn(written, PERSON), []);
  });
});

Deno.test("spans carry the query, which is why only options belong there", async () => {
  await withServerProcess({ ...serve("main.ts"), env: TELEMETRY }, async (server) => {
    const response = await fetch(`${server.origin}/v1/header?patient=${MARKER}`, {
      method: "POST",
      body: "x",
    });
    const reply = await response.text() + JSON.stringify([...response.headers]);
    equal(response.status, 400);
    ok(!reply.includes(MARKER), reply);
    await writes(server, new RegExp(`url\\.full.*${MARKER}`, "g"), 1);
  });
});

Deno.test("without that switch nothing is written at all", async () => {
  await withServerProcess(serve("main.ts"), async (server) => {
    await sendMarkers(server.origin);
    const lines = server.written().split("\n").filter((line) => line.trim() !== "");
    ok(lines.every((line) => line.includes("Listening on http://127.0.0.1:")), lines.join("\n"));
  });
});
