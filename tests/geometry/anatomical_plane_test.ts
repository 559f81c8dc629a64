import { anatomicalPlane, nearestPlane } from "../../lib/geometry/anatomical_plane.ts";
import type { Vector } from "../../lib/geometry/vector.ts";
import { deepEqual, equal, near } from "../assert.ts";

/** A normal that leans from one axis towards another by so many degrees. */
function leaning(axis: 0 | 1 | 2, towards: 0 | 1 | 2, degrees: number): Vector {
  const normal = [0, 0, 0];
  normal[axis] = Math.cos(degrees * Math.PI / 180);
  normal[towards] = Math.sin(degrees * Math.PI / 180);
  return normal as unknown as Vector;
}

Deno.test("a plane has the name of the axis that runs through it, whichever way", () => {
  const names = ["sagittal", "coronal", "axial"];
  for (const axis of [0, 1, 2] as const) {
    for (const turned of [0, 180]) {
      const other = (axis + 1) % 3 as 0 | 1 | 2;
      equal(anatomicalPlane(leaning(axis, other, turned)), names[axis]);
      equal(anatomicalPlane(leaning(axis, other, turned + 0.99)), names[axis]);
      equal(anatomicalPlane(leaning(axis, other, turned - 1.01)), `oblique ${names[axis]}`);
      equal(anatomicalPlane(leaning(axis, other, turned + 44.9)), `oblique ${names[axis]}`);
      equal(anatomicalPlane(leaning(axis, other, turned + 45.1)), `oblique ${names[other]}`);
    }
  }
});

Deno.test("how far a plane is off, small angles too", () => {
  for (const degrees of [0, 1e-6, 0.5, 30, 44.9]) {
    const found = nearestPlane(leaning(2, 1, degrees));
    deepEqual([found.plane, found.axis], ["axial", 2]);
    near(found.degrees, degrees, 1e-12);
  }
});
