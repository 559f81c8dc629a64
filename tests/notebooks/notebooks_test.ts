/** The notebooks, executed from top to bottom by Jupyter's own client. */

import { deepEqual, equal, ok } from "../assert.ts";
import { withLocalServer } from "../support/local_server.ts";
import { python, pythonLacks, runWell } from "../support/programs.ts";
import { withSeriesFolder } from "../support/series_folder.ts";
import { skipped } from "../support/skip.ts";

const folder = new URL("../../notebooks/", import.meta.url).pathname;
const execute = new URL("execute.py", import.meta.url).pathname;

/** What each prints last, if its assertions hold, and what it needs. */
const NOTEBOOKS = [
  {
    name: "python.ipynb",
    last: "The mask lies on the image.\n",
    needs: ["nbclient", "ipykernel", "numpy", "pydicom", "nrrd", "SimpleITK"],
  },
  {
    name: "deno.ipynb",
    last: "The image lies where DICOM has it.\n",
    needs: ["nbclient"],
  },
];

interface Notebook {
  readonly cells: readonly {
    readonly cell_type: string;
    readonly outputs?: readonly unknown[];
    readonly execution_count?: number | null;
  }[];
}

for (const { name, last, needs } of NOTEBOOKS) {
  Deno.test(`${name} is kept without outputs`, () => {
    const { cells }: Notebook = JSON.parse(Deno.readTextFileSync(folder + name));
    const code = cells.filter(({ cell_type }) => cell_type === "code");
    ok(code.length > 3);
    for (const { outputs, execution_count } of code) {
      deepEqual(outputs, []);
      equal(execution_count, null);
    }
  });

  const lacks = pythonLacks(needs);
  if (lacks !== undefined) skipped(name, lacks);
  Deno.test(
    { name: `${name} ends with what it set out to show`, ignore: lacks !== undefined },
    () =>
      withLocalServer((origin) =>
        withSeriesFolder(async (temporary) => {
          // Kernels, their settings and their traces stay in the temporary folder.
          const data = `${temporary}/data`;
          await runWell(Deno.execPath(), ["jupyter", "--install"], {
            env: { XDG_DATA_HOME: data },
          });
          const env = {
            DCM2NHDR_URL: origin,
            DCM2NHDR_SERIES: `${temporary}/series`,
            JUPYTER_PATH: `${data}/jupyter`,
            JUPYTER_RUNTIME_DIR: `${data}/runtime`,
            JUPYTER_CONFIG_DIR: `${data}/config`,
            IPYTHONDIR: `${data}/ipython`,
            TMPDIR: temporary,
          };
          equal(await runWell(python!, [execute, folder + name], { env }), last);
        })
      ),
  );
}
