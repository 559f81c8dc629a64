/** The service with a second of patience. */

import { createApp } from "../../routes/app.ts";

const app = createApp({ limits: { idleSeconds: 1 } });

export default { fetch: app.fetch } satisfies Deno.ServeDefaultExport;
