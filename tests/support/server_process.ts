/**
 * The service as a process of its own, started as people start it.
 *
 * @module
 */

const root = new URL("../../", import.meta.url);

/** How to start a server. */
export interface Start {
  /** The program; by default the Deno that runs the tests. */
  readonly program?: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Where it will listen, if it does not say so itself. */
  readonly port?: number;
}

/** A server that listens. */
export interface ServerProcess {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  readonly pid: number;
  readonly status: Promise<Deno.CommandStatus>;
  kill(signal?: Deno.Signal): void;
  /** What it has written so far, to both outputs. */
  written(): string;
}

/** Arguments with which `deno serve` takes a free port, and no permission. */
export function serve(module: string, ...flags: readonly string[]): Start {
  const args = ["serve", "--no-prompt", "--host", "127.0.0.1", "--port", "0", ...flags, module];
  return { args };
}

/** Starts a server, waits until it says where it listens, and ends it when `use` is done. */
export async function withServerProcess<T>(
  { program = Deno.execPath(), args, env, port }: Start,
  use: (server: ServerProcess) => Promise<T>,
): Promise<T> {
  const child = new Deno.Command(program, {
    args: [...args],
    cwd: root,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    env: { NO_COLOR: "1", ...env },
  }).spawn();
  let written = "";
  let heard = () => {};
  const listen = async (stream: ReadableStream<Uint8Array>) => {
    const decoder = new TextDecoder();
    for await (const chunk of stream) {
      written += decoder.decode(chunk, { stream: true });
      heard();
    }
    heard();
  };
  const outputs = Promise.all([listen(child.stdout), listen(child.stderr)]);
  let ended = false;
  const status = child.status.then((status) => {
    ended = true;
    heard();
    return status;
  });
  try {
    let origin = port === undefined ? undefined : await listens(port, () => ended);
    while (origin === undefined) {
      if (ended) throw new Error(`the server did not start: ${written}`);
      await new Promise<void>((done) => heard = done);
      origin = /http:\/\/127\.0\.0\.1:\d+/.exec(written)?.[0];
    }
    const kill = (signal?: Deno.Signal) => child.kill(signal);
    return await use({ origin, pid: child.pid, status, kill, written: () => written });
  } finally {
    if (!ended) child.kill("SIGKILL");
    await status;
    await outputs;
  }
}

/** A port that was free a moment ago. */
export function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/** Waits until somebody listens; undefined when that will not be. */
async function listens(port: number, ended: () => boolean): Promise<string | undefined> {
  while (!ended()) {
    try {
      (await Deno.connect({ hostname: "127.0.0.1", port })).close();
      return `http://127.0.0.1:${port}`;
    } catch {
      await new Promise((done) => setTimeout(done, 50));
    }
  }
}
