import { equal, match, ok } from "../assert.ts";
import { createApp } from "./checked_app.ts";
import { form } from "./support.ts";

const app = createApp();

const OURS = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const idOf = async (sent: string, path = "/health", init: RequestInit = {}) => {
  const response = await app.request(path, { ...init, headers: { "X-Request-Id": sent } });
  await response.body?.cancel();
  return response.headers.get("X-Request-Id")!;
};

Deno.test("the name that a caller gives a request is kept, whatever the answer is", async () => {
  for (const sent of ["7", "trace.7_a-B", "0af7651916cd43dd8448eb211c80319c", "x".repeat(64)]) {
    equal(await idOf(sent), sent);
  }
  equal(await idOf("lost", "/nothing"), "lost");
  equal(await idOf("asked", "/v1/header", { method: "POST", body: form() }), "asked");
  equal(await idOf("refused", "/v1/header", { method: "POST", body: "%PDF" }), "refused");
});

Deno.test("what is no name is exchanged for one, so that nothing can hide in it", async () => {
  const others = [
    "",
    "x".repeat(65),
    "a b",
    "DOE^JANE",
    "a,b",
    "a;b=c",
    "<script>",
    "a%0d%0aSet-Cookie: b",
    "\u00e9",
    "a/b",
    "a\tb",
  ];
  for (const sent of others) match(await idOf(sent), OURS, sent);
  ok(await idOf("") !== await idOf(""));
});

Deno.test("scripts of other origins may name a request, and read its name", async () => {
  const preflight = await app.request("/v1/header", {
    method: "OPTIONS",
    headers: { "Origin": "https://example.org", "Access-Control-Request-Method": "POST" },
  });
  match(preflight.headers.get("Access-Control-Allow-Headers")!, /X-Request-Id/);
  const asked = await app.request("/health", { headers: { Origin: "https://example.org" } });
  match(asked.headers.get("Access-Control-Expose-Headers")!, /X-Request-Id/);
  await asked.body?.cancel();
});
