import { deepEqual, equal, ok } from "../../assert.ts";
import { sliceAt } from "../../support/dataset.ts";
import { replyTo, theVolume } from "../../support/reply.ts";

const slices = [0, 1, 2].map((z) => sliceAt([0, 0, z]));

Deno.test("itk-lacks-bzip2: told of bzip2, of no other encoding", () => {
  for (const encoding of ["bzip2", "gzip", "raw"] as const) {
    const { findings, header } = theVolume(replyTo(slices, { encoding }));
    const found = findings.filter(({ code }) => code === "itk-lacks-bzip2");
    deepEqual(found.map(({ severity }) => severity), encoding === "bzip2" ? ["warning"] : []);
    equal(/^# itk-lacks-bzip2: /m.test(header), encoding === "bzip2");
    ok(header.includes(`\nencoding: ${encoding}\n`));
  }
});
