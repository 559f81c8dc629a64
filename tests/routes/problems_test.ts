import { ERRORS } from "../../lib/codes/errors.ts";
import { HeaderError } from "../../lib/errors.ts";
import { HttpProblem, problemResponse } from "../../routes/problems.ts";
import { deepEqual, equal } from "../assert.ts";

Deno.test("problemResponse() writes RFC 9457's members, what helps, the error's numbers", async () => {
  const response = problemResponse(new HeaderError("missing-slices", "1 of 20", { missing: 7 }));
  equal(response.status, 422);
  equal(response.headers.get("Content-Type"), "application/problem+json");
  deepEqual(await response.json(), {
    type: "/problems/missing-slices",
    title: "Missing slices",
    status: 422,
    code: "missing-slices",
    detail: "1 of 20",
    help: ERRORS["missing-slices"].helps,
    missing: 7,
  });
});

Deno.test("problemResponse() lets no detail overwrite a standard member", async () => {
  const details = { type: "x", title: "x", status: 200, code: "x", detail: "x", help: "y" };
  const response = problemResponse(new HeaderError("no-geometry", "why", details));
  deepEqual(await response.json(), {
    type: "/problems/no-geometry",
    title: "No geometry",
    status: 422,
    code: "no-geometry",
    detail: "why",
    help: "y",
  });
});

Deno.test("problemResponse() gives every code its status", () => {
  const status = (code: ConstructorParameters<typeof HeaderError>[0], details = {}) =>
    problemResponse(new HeaderError(code, "", details)).status;
  equal(status("bad-json"), 400);
  equal(status("not-dicom"), 400);
  equal(status("bad-option"), 400);
  equal(status("irregular-spacing"), 422);
  equal(status("limit-exceeded", { limit: "header bytes per object" }), 413);
  equal(status("limit-exceeded", { limit: "inflate ratio" }), 413);
  equal(status("limit-exceeded", { limit: "objects per request" }), 422);
  equal(status("limit-exceeded", { limit: "nesting" }), 422);
  equal(problemResponse(new HttpProblem("not-acceptable", "")).status, 406);
});

Deno.test("problemResponse() says nothing of faults of its own", async () => {
  const response = problemResponse(new TypeError("Cannot read DOE^JANE of undefined"));
  equal(response.status, 500);
  const text = await response.text();
  equal(JSON.parse(text).code, "internal");
  equal(/DOE|TypeError|undefined/.test(text), false);
});

Deno.test("problemResponse() sends the headers that HTTP asks for", () => {
  const response = problemResponse(
    new HttpProblem("method-not-allowed", "", {}, { Allow: "POST, OPTIONS" }),
  );
  equal(response.status, 405);
  equal(response.headers.get("Allow"), "POST, OPTIONS");
});
