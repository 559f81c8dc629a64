import { looking, type View } from "../../page/projection.ts";
import { nearAll } from "../assert.ts";

/** LPS: the patient's left, back and head. */
const LEFT = [1, 0, 0] as const;
const BACK = [0, 1, 0] as const;
const HEAD = [0, 0, 1] as const;

function sees(
  view: View,
  expected: Readonly<Record<"left" | "back" | "head", readonly number[]>>,
): void {
  const see = looking(view, [10, 20, 30]);
  for (const [name, way] of [["left", LEFT], ["back", BACK], ["head", HEAD]] as const) {
    const point = [10 + way[0], 20 + way[1], 30 + way[2]] as const;
    nearAll(see(point), expected[name], 1e-12, `${name} (right, down, near)`);
  }
}

Deno.test("from the front, the patient's left is on the right and the head is up", () => {
  sees({ turn: 0, height: 0 }, { left: [1, 0, 0], back: [0, 0, -1], head: [0, -1, 0] });
});

Deno.test("from the patient's left, the back is on the right", () => {
  sees({ turn: 90, height: 0 }, { left: [0, 0, 1], back: [1, 0, 0], head: [0, -1, 0] });
});

Deno.test("from above, the head is near, the left on the right and the back up", () => {
  sees({ turn: 0, height: 90 }, { left: [1, 0, 0], back: [0, -1, 0], head: [0, 0, 1] });
});

Deno.test("no view mirrors: right, up and near stay a right-handed system", () => {
  for (const view of [{ turn: 35, height: 22 }, { turn: -120, height: -50 }]) {
    const see = looking(view, [0, 0, 0]);
    const [a, b, c] = [see(LEFT), see(BACK), see(HEAD)];
    // Determinant of (right, up, near) of the three axes.
    const up = (p: readonly number[]) => -p[1]!;
    const determinant = a[0] * (up(b) * c[2] - up(c) * b[2]) -
      b[0] * (up(a) * c[2] - up(c) * a[2]) + c[0] * (up(a) * b[2] - up(b) * a[2]);
    nearAll([determinant], [1], 1e-12);
  }
});
