/** The service, and beside it one path that tries what the service must not be able to do. */

import { createApp } from "../../routes/app.ts";

const app = createApp();

const attempts: Record<string, () => unknown> = {
  "read a file": () => Deno.readTextFile("deno.json"),
  "write a file": () => Deno.writeTextFile("probe.txt", ""),
  "make a temporary file": () => Deno.makeTempFile(),
  "read the environment": () => Deno.env.get("HOME"),
  "connect elsewhere": () => Deno.connect({ hostname: "127.0.0.1", port: 9 }),
  "look up a name": () => Deno.resolveDns("example.com", "A"),
  "run a program": () => new Deno.Command("true").output(),
  "name the machine": () => Deno.hostname(),
  "load a library": () => Deno.dlopen("libc.so.6", {}),
};

async function outcome(attempt: () => unknown): Promise<string> {
  try {
    await attempt();
    return "allowed";
  } catch (error) {
    return error instanceof Error ? error.name : "unknown";
  }
}

async function probe(): Promise<Response> {
  const outcomes: Record<string, string> = {};
  for (const [name, attempt] of Object.entries(attempts)) outcomes[name] = await outcome(attempt);
  return Response.json(outcomes);
}

export default {
  fetch: (request) => request.url.endsWith("/probe") ? probe() : app.fetch(request),
} satisfies Deno.ServeDefaultExport;
