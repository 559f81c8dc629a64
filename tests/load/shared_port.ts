// deno-lint-ignore-file no-console
/**
 * The service as one of several processes behind one address: each listens on the same port, and
 * Linux hands out the connections (`SO_REUSEPORT`, socket(7)).
 *
 * Usage: shared_port.ts PORT
 */

import service from "../../main.ts";

Deno.serve({
  hostname: "127.0.0.1",
  port: Number(Deno.args[0]),
  reusePort: true,
  onListen: ({ hostname, port }) => console.log(`http://${hostname}:${port}`),
}, service.fetch);
