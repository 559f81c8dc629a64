import { match } from "../assert.ts";
import { addressesDoNoHarm, BAD_HOSTS, request } from "../anywhere/addresses.ts";
import { replyHead } from "../support/raw_http.ts";
import { serve, withServerProcess } from "../support/server_process.ts";

Deno.test("hosts and targets that are none are refused, and none fails", async (t) => {
  await withServerProcess(serve("main.ts"), async ({ origin }) => {
    await t.step("the reply to a malformed host is a problem on every path", async () => {
      for (const host of BAD_HOSTS) {
        for (const path of ["/health", "/", "/nothing", "/v1/header?data=mask.raw"]) {
          const reply = await replyHead(origin, request(path, host));
          match(reply, /^HTTP\/1\.1 400 /, `${path} of ${host.slice(0, 20)}`);
          match(reply, /^content-type: application\/problem\+json\r$/im);
          match(reply, /^x-request-id: /im);
        }
      }
    });
    await t.step("an address of IPv6, a port or no name at all is a host", async () => {
      for (const host of ["[::1]:8000", "a_b:80", "", "127.0.0.1", undefined]) {
        match(await replyHead(origin, request("/health", host)), /^HTTP\/1\.1 200 /, host);
      }
    });
    await t.step("nothing else fails either", () => addressesDoNoHarm(origin));
  });
});
