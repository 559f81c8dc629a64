/**
 * The notebooks, executed from top to bottom in Jupyter's kernels.
 *
 *     deno task notebooks    stores what their cells write
 *
 * @module
 */

import { withLocalServer } from "../support/local_server.ts";
import { python, runWell } from "../support/programs.ts";
import { withSeriesFolder } from "../support/series_folder.ts";

/** Where they are. */
export const NOTEBOOKS: URL = new URL("../../notebooks/", import.meta.url);

const script = new URL("execute.py", import.meta.url).pathname;

/** What each code cell of a notebook writes; with `store`, the notebook holds it from then on. */
export async function executed(name: string, ...store: readonly "--store"[]): Promise<string[]> {
  let written: string[] = [];
  await withLocalServer((origin) =>
    withSeriesFolder(async (temporary) => {
      // Kernels, their settings and their traces stay in the temporary folder.
      const data = `${temporary}/data`;
      await runWell(Deno.execPath(), ["jupyter", "--install"], { env: { XDG_DATA_HOME: data } });
      const env = {
        DCM2NHDR_URL: origin,
        DCM2NHDR_SERIES: `${temporary}/series`,
        JUPYTER_PATH: `${data}/jupyter`,
        JUPYTER_RUNTIME_DIR: `${data}/runtime`,
        JUPYTER_CONFIG_DIR: `${data}/config`,
        IPYTHONDIR: `${data}/ipython`,
        TMPDIR: temporary,
        NO_COLOR: "1",
      };
      const notebook = new URL(name, NOTEBOOKS).pathname;
      written = JSON.parse(await runWell(python!, [script, ...store, notebook], { env }));
    })
  );
  return written;
}

if (import.meta.main) {
  for (const { name } of Deno.readDirSync(NOTEBOOKS)) {
    if (name.endsWith(".ipynb")) await executed(name, "--store");
  }
}
