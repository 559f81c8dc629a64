/**
 * Orthanc, a real PACS, on a port of this machine with a storage that goes away.
 *
 * @module
 */

import { isThere } from "../support/programs.ts";

const program = ["Orthanc", "/usr/sbin/Orthanc"].find((name) => isThere(name));

/** Debian's package `orthanc-dicomweb`. */
const DICOMWEB = "/usr/share/orthanc/plugins/libOrthancDicomWeb.so";

/** Why Orthanc cannot be asked; undefined where it can. */
export const absent: string | undefined = program === undefined
  ? "there is no Orthanc"
  : exists(DICOMWEB)
  ? undefined
  : "Orthanc has no DICOMweb plugin";

/** How long Orthanc may take until it answers, ms. It takes a tenth of a second. */
const START = 120_000;

/** Runs Orthanc while `use` does; it gets Orthanc's address. */
export async function withOrthanc(use: (origin: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  const port = freePort();
  await Deno.writeTextFile(
    `${folder}/orthanc.json`,
    JSON.stringify({
      StorageDirectory: `${folder}/storage`,
      HttpPort: port,
      RemoteAccessAllowed: false,
      AuthenticationEnabled: false,
      DicomServerEnabled: false,
      Plugins: [DICOMWEB],
    }),
  );
  const server = new Deno.Command(program!, {
    args: [`${folder}/orthanc.json`],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  try {
    const origin = `http://127.0.0.1:${port}`;
    await answering(`${origin}/system`);
    await use(origin);
  } finally {
    server.kill();
    await server.status;
    await Deno.remove(folder, { recursive: true });
  }
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

async function answering(url: string): Promise<void> {
  for (const end = Date.now() + START;;) {
    try {
      await (await fetch(url)).body?.cancel();
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
