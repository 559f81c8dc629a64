/**
 * The conformance suite tests itself, and this project by it: every case right or rightly refused.
 * In Python, since it is made for people who use nothing else of this project.
 */

import { withLocalServer } from "../support/local_server.ts";
import { python, pythonLacks, runWell } from "../support/programs.ts";
import { skipped } from "../support/skip.ts";

const suite = new URL("../../conformance/", import.meta.url).pathname;

const lacks = pythonLacks(["numpy", "pydicom", "nrrd", "pytest"]);
if (lacks !== undefined) skipped("the conformance suite", lacks);

Deno.test({ name: "the conformance suite", ignore: lacks !== undefined }, async () => {
  await withLocalServer(async (origin) => {
    const env = { DCM2NHDR_URL: origin, PYTHONPATH: suite, PYTHONDONTWRITEBYTECODE: "1" };
    const options = ["-q", "-p", "no:cacheprovider", "--rootdir", suite];
    await runWell(python!, ["-m", "pytest", ...options, `${suite}tests`], { env });
  });
});
