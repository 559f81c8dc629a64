import { createApp } from "./routes/app.ts";

export default { fetch: createApp().fetch } satisfies Deno.ServeDefaultExport;
