import { readJson } from "../lib/dicom/json.ts";
import { ServiceRequest } from "../lib/service.ts";
import type { RawOption } from "../lib/options/types.ts";
import { deepEqual, equal, throws } from "./assert.ts";
import { refusedWith } from "./support/reply.ts";

/** A request with one ultrasound run of three frames, which DICOM does not place. */
function request(): ServiceRequest {
  const made = new ServiceRequest("header");
  const run = {
    SOPClassUID: "1.2.840.10008.5.1.4.1.1.3.1",
    NumberOfFrames: 3,
    Rows: 2,
    Columns: 4,
    BitsAllocated: 8,
    PixelSpacing: [0.5, 0.25],
  };
  made.intake.addJson(readJson([run], made.intake.budget), undefined);
  return made;
}

const PLANE: RawOption = ["plane", "axial"];

Deno.test("one request, asked again with other statements, answers each by itself", () => {
  const made = request();
  const stepOf = (...options: RawOption[]) => {
    const { reply } = made.header([["format", "json"], ...options]);
    return reply.volumes[0]!.reply().geometry.directions[2];
  };
  throws(() => stepOf(), refusedWith("no-geometry", /multi-frame ultrasound/));
  deepEqual(stepOf(PLANE, ["step", "2"]), [0, 0, 2]);
  deepEqual(stepOf(PLANE, ["step", "3"]), [0, 0, 3]);
  deepEqual(stepOf(["plane", "coronal"], ["step", "3"]), [0, 3, 0]);
  deepEqual(stepOf(PLANE, ["step", "2"]), [0, 0, 2]);
  throws(() => stepOf(), refusedWith("no-geometry", /multi-frame ultrasound/));
  throws(() => stepOf(PLANE), refusedWith("no-geometry", /3 frames lie on the one plane/));
});

Deno.test("frames are read once, however often the same is asked", () => {
  const made = request();
  const stated: RawOption[] = [PLANE, ["step", "2"]];
  const { frames } = made.header(stated);
  equal(made.header([...stated, ["space", "RAS"]]).frames, frames);
  equal(frames.frames.length, 3);
  equal(made.frames.frames.length, 0);
});
