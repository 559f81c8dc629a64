import { readOnly } from "./requests.ts";

export default { fetch: readOnly } satisfies Deno.ServeDefaultExport;
