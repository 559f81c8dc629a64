/** The command line as people start it. */

const root = new URL("../../", import.meta.url);

/** What came out. */
export interface Ran {
  readonly code: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `deno task header` with arguments, from a folder, with something on standard input. */
export async function header(
  args: readonly string[],
  { from = ".", env = {}, stdin, signal }: {
    readonly from?: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly stdin?: ReadableStream<Uint8Array>;
    readonly signal?: AbortSignal;
  } = {},
): Promise<Ran> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "header", ...args],
    cwd: root,
    env: { INIT_CWD: from, NO_COLOR: "1", ...env },
    stdin: stdin ? "piped" : "null",
    stdout: "piped",
    stderr: "piped",
    ...(signal ? { signal } : {}),
  }).spawn();
  const [{ code, stdout, stderr }] = await Promise.all([
    child.output(),
    stdin?.pipeTo(child.stdin),
  ]);
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, bytes: new Uint8Array(stdout), stdout: text(stdout), stderr: text(stderr) };
}

/** A temporary folder with files under these names while `use` runs. */
export async function withFiles(
  files: Iterable<{ readonly name: string; readonly bytes: Uint8Array }>,
  use: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    for (const { name, bytes } of files) {
      const path = `${folder}/${name}`;
      await Deno.mkdir(path.replace(/\/[^/]*$/, ""), { recursive: true });
      await Deno.writeFile(path, bytes);
    }
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
