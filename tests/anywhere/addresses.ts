/**
 * Hosts and targets that are none, over TCP: whatever a runtime makes an address of, no request may
 * fail by it.
 *
 * @module
 */

import { equal, match, ok } from "../assert.ts";
import { replyHead } from "../support/raw_http.ts";

/** Hosts with which there is no URL, or another than that of the target. */
export const BAD_HOSTS: readonly string[] = [
  ..."[::1|[|]|::1|[::1]x|[::1]:x|[v1.x]|%|%zz|%00|a%00b|x:99999|x:65536|x:abc|x:-1|x:80:80|:80"
    .split("|"),
  ..."<x>|^|xn--a|1.2.3.4.5|999.1.1.1|a b|x: 80|x/y|x/health|x/health?|x?y|x#z|x\\y|//x|http://x|@|user@x"
    .split("|"),
  "a|b",
  "[".repeat(5000),
];

/** Hosts that may be, though nobody has them. */
const GOOD_HOSTS = [
  "",
  "x",
  "a_b:80",
  "[::1]",
  "[::1]:8000",
  "..",
  "-",
  "*",
  `${"a.".repeat(3000)}a`,
];

/** Targets that servers take for paths, or refuse. */
const TARGETS = [
  ..."*|//|//health|///|//[/health|//[::1/v1/header|/[|/v1/header[|/@[|\\|/\\|[::1/health|@|?|#|health|x:80"
    .split("|"),
  ..."http://x/health|http://[::1/health|http://[/v1/header|http://|http:|ftp://x/health|http://x:99999/v1/header|http://u:p@x/health"
    .split("|"),
  ..."/%|/%zz|/%00|/\0|/\x01|/\xff|/a b|/../health|/health?%|/health?%zz=%ff|/health#x|/health?["
    .split("|"),
  ..."/v1/header?%|/v1/header?%zz|/v1/header?data=%ff|/v1/header?data=%00|/v1/header?volume=%F0%9F|/v1/check?&&=="
    .split("|"),
  ..."/problems/%|/problems/%2f|/problems/%E0%A4%A|/problems/__proto__|/problems/constructor".split(
    "|",
  ),
  `/${"a".repeat(50_000)}`,
  `/v1/header?${"a=1&".repeat(3000)}`,
];

/** Paths of every kind. */
const PATHS = [
  "/",
  "/health",
  "/openapi.json",
  "/problems/bad-json",
  "/nothing",
  "/v1/header",
  "/v1/check",
];

/** A request for a path or another target, with a body as the service wants it, which is empty. */
export function request(target: string, host: string | undefined, method?: string): string {
  const verb = method ?? (target.includes("/v1/") ? "POST" : "GET");
  const field = host === undefined ? "" : `Host: ${host}\r\n`;
  return `${verb} ${target} HTTP/1.1\r\n${field}Connection: close\r\nContent-Length: 0\r\n\r\n`;
}

/** Fails unless every such request is answered, and none by a failure of the server. */
export async function addressesDoNoHarm(origin: string): Promise<void> {
  const requests = [
    ...PATHS.flatMap((path) =>
      [...BAD_HOSTS, ...GOOD_HOSTS, undefined].map((host) => request(path, host))
    ),
    ...TARGETS.flatMap((target) =>
      ["GET", "HEAD", "POST", "OPTIONS", "PUT"].map((method) => request(target, "x", method))
    ),
    "GET /health\r\n\r\n",
    "GET /health HTTP/1.0\r\n\r\n",
    "GET /health HTTP/1.1\r\nHost: x\r\nHost: [\r\nConnection: close\r\n\r\n",
    "GET /health HTTP/1.1\r\nHost: x\0\r\nConnection: close\r\n\r\n",
  ];
  for (const sent of requests) {
    const reply = await replyHead(origin, sent);
    const what = `${JSON.stringify(sent.slice(0, 80))}: ${reply.slice(0, 40)}`;
    ok(reply === "" || /^HTTP\/1\.[01] [2-4]\d\d /.test(reply), what);
  }
  match(await replyHead(origin, request("/health", "x")), /^HTTP\/1\.1 200 /);
  equal((await fetch(`${origin}/health`).then((response) => response.json())).status, "ok");
}
