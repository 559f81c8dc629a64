/** The Python client, run by Python: with what is installed beside it, and with nothing. */

import { match } from "../assert.ts";
import { withLocalServer } from "../support/local_server.ts";
import { python, pythonLacks, run, runWell } from "../support/programs.ts";
import { withSeriesFolder } from "../support/series_folder.ts";
import { skipped } from "../support/skip.ts";

const root = new URL("../../", import.meta.url).pathname;
const tests = `${root}tests/clients/test_dcm2nhdr.py`;

if (python === undefined) skipped("the Python client", "there is no Python");

const runs = [
  { name: "with installed packages", flags: [] },
  { name: "with the standard library alone", flags: ["-I", "-S"] },
];
for (const { name, flags } of runs) {
  Deno.test({ name: `the Python client ${name}`, ignore: python === undefined }, async () => {
    await withLocalServer((origin) =>
      withSeriesFolder(async (folder) => {
        const env = { DCM2NHDR_URL: origin };
        await runWell(python!, ["-B", ...flags, tests, folder], { env });
      })
    );
  });
}

const lacks = pythonLacks(["mypy"]);
if (lacks !== undefined) skipped("types of the Python client", lacks);

Deno.test({ name: "the Python client is typed", ignore: lacks !== undefined }, async () => {
  const cache = await Deno.makeTempDir();
  try {
    const mypy = (file: string) =>
      run(python!, ["-m", "mypy", "--strict", "--cache-dir", cache, file]);
    const client = await mypy(`${root}clients/python/dcm2nhdr.py`);
    match(client.stdout, /^Success: no issues/);
    // A check that cannot fail would say nothing: callers' mistakes have to be found.
    const wrong = `${cache}/wrong.py`;
    await Deno.writeTextFile(
      wrong,
      `import dcm2nhdr\ndcm2nhdr.header("a", order="backwards")\n`,
    );
    const caller = await run(python!, ["-m", "mypy", "--cache-dir", cache, wrong], {
      env: { MYPYPATH: `${root}clients/python` },
    });
    match(caller.stdout, /wrong\.py:2: error: .*"order"/);
  } finally {
    await Deno.remove(cache, { recursive: true });
  }
});
