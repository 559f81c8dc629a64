import { faultsOf, productModules } from "../tools/arrows.ts";
import { deepEqual, equal, match } from "./assert.ts";

const modules = await productModules();

/** Faults with a line more in one module. */
const withLine = (path: string, line: string) =>
  faultsOf(new Map([...modules, [path, `${line}\n${modules.get(path)}`]]));

Deno.test("imports run downwards, in no circle, and only main.ts and deploy/ import routes/", () => {
  deepEqual(faultsOf(modules), []);
  equal(modules.has("lib/service.ts") && modules.has("page/worker.ts"), true);
});

Deno.test("an import of a higher floor, a circle of types and an import of routes/ are found", () => {
  match(
    withLine("lib/frames/frame.ts", 'import { makeReply } from "../reply.ts";').join(),
    /lib\/frames\/frame\.ts imports lib\/reply\.ts, which is not below it/,
  );
  match(
    withLine("lib/text.ts", 'import type { Details } from "./errors.ts";').join() +
      withLine("lib/geometry/vector.ts", 'import type { Plane } from "./plane.ts";').join(),
    /lib\/geometry\/vector\.ts → lib\/geometry\/plane\.ts → lib\/geometry\/vector\.ts/,
  );
  match(
    withLine("page/worker.ts", 'const { createApp } = await import("../routes/app.ts");').join(),
    /page\/worker\.ts imports routes\/app\.ts, which is not below it/,
  );
});
