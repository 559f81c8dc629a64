/** The service on a port of its own, in this process, for clients that are programs. */

import { createApp } from "../../routes/app.ts";

/** Serves while `use` runs. */
export async function withLocalServer(use: (origin: string) => Promise<void>): Promise<void> {
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    createApp().fetch,
  );
  try {
    await use(`http://127.0.0.1:${server.addr.port}`);
  } finally {
    await server.shutdown();
  }
}
