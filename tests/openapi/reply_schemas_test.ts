/** The schemas of replies say what the types say: no more, no less, and in the right dialect. */

import { DIAGNOSES } from "../../lib/codes/diagnoses.ts";
import { ERRORS, PROBLEMS } from "../../lib/codes/errors.ts";
import { FINDINGS } from "../../lib/codes/findings.ts";
import { createApp } from "../../routes/app.ts";
import { deepEqual, equal, match, ok } from "../assert.ts";
import { faults, openApi } from "./support.ts";

interface Property {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly description?: string;
  readonly prefixItems?: readonly unknown[];
}

interface Component {
  readonly properties: Readonly<Record<string, Property>>;
  readonly required: readonly string[];
  readonly additionalProperties?: unknown;
}

/** Names that clients' generators make types of: they stay. */
const REPLIES = [
  ...["Reply", "Volume", "Slice", "Segment", "Refusal", "Skipped", "Finding"],
  ...["CheckReply", "Diagnosis", "Problem", "Health"],
];

const components = openApi.components.schemas as Readonly<Record<string, Component>>;

/** Slices 2.5 mm apart, in an order that the reply has something to say about. */
const SLICES = [-27.5, -25, -30].map((z, index) => ({
  Rows: 5,
  Columns: 7,
  PixelSpacing: [0.5, 0.75],
  ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
  ImagePositionPatient: [-10, -20, z],
  InstanceNumber: index + 1,
}));

async function replyOf(path: string, body: unknown): Promise<Record<string, unknown>> {
  const response = await createApp().request(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", "Accept": "application/json" },
    body: JSON.stringify(body),
  });
  return await response.json();
}

/** Every object in a value, with the way to it. */
function objectsOf(value: unknown, way: string): [string, Record<string, unknown>][] {
  if (typeof value !== "object" || value === null) return [];
  const inside = Object.entries(value).flatMap(([name, part]) => objectsOf(part, `${way}.${name}`));
  return Array.isArray(value) ? inside : [[way, value as Record<string, unknown>], ...inside];
}

/** Objects that hold what their names say and whatever else belongs to it. */
const OPEN = /\.(pynrrd|findings\.\d+|diagnoses\.\d+|details)$/;

/** What stands below the dictionary of another program is that program's, and below findings theirs. */
const FOREIGN = /\.pynrrd\.|\.findings\.\d+\./;

for (
  const [component, path, body] of [
    ["Reply", "/v1/header", { instances: SLICES }],
    ["CheckReply", "/v1/check", {
      instances: SLICES,
      spaceDirections: [[0.75, 0, 0], [0, 0.5, 0], [0, 0, 5]],
      spaceOrigin: [-10, -20, -30],
    }],
  ] as const
) {
  Deno.test(`${component}: a member that no type has is a fault, wherever it stands`, async () => {
    const reply = await replyOf(path, body);
    equal(faults(component, reply), undefined);
    const closed = objectsOf(reply, component).filter(([way]) =>
      !OPEN.test(way) && !FOREIGN.test(way)
    );
    ok(closed.length > 5, closed.map(([way]) => way).join(" "));
    for (const [way, object] of closed) {
      object["unheardOf"] = 1;
      match(faults(component, reply) ?? "", /must NOT have additional properties/, way);
      delete object["unheardOf"];
    }
  });

  Deno.test(`${component}: a member that the type needs is missed`, async () => {
    const reply = await replyOf(path, body);
    for (const name of components[component]!.required) {
      const { [name]: _, ...without } = reply;
      match(faults(component, without) ?? "", new RegExp(`must have required property '${name}'`));
    }
  });
}

Deno.test("codes are those of the tables", () => {
  const codes = (component: string) => components[component]!.properties["code"]!.enum;
  deepEqual(codes("Refusal"), Object.keys(ERRORS));
  deepEqual(codes("Problem"), Object.keys(PROBLEMS));
  deepEqual(codes("Finding"), Object.keys(FINDINGS));
  deepEqual(codes("Diagnosis"), Object.keys(DIAGNOSES));
});

Deno.test("indices are integers from 0, vectors have three numbers, docstrings are descriptions", () => {
  const { given, frame, position } = components["Slice"]!.properties;
  for (const index of [given, frame, components["Volume"]!.properties["index"]]) {
    deepEqual([index!.type, index!.minimum], ["integer", 0]);
  }
  deepEqual(position!.prefixItems, Array(3).fill({ type: "number" }));
  match(position!.description!, /in the header's space, mm/);
});

Deno.test("published replies are open to members that come later", () => {
  for (const name of REPLIES) {
    for (const [way, { additionalProperties }] of objectsOf(components[name], name)) {
      ok(additionalProperties !== false, way);
    }
  }
});

Deno.test("nothing is left of older dialects of JSON Schema", () => {
  for (const [way, { items, definitions, $ref }] of objectsOf(components, "schemas")) {
    ok(!Array.isArray(items) && definitions === undefined, way);
    if (typeof $ref === "string") match($ref, /^#\/components\/schemas\/\w+$/, way);
  }
});
