/** The four ways in, each as its users have it. */

import type { CheckReply } from "../../lib/check/mod.ts";
import type { Reply } from "../../lib/reply.ts";
import type {
  Download,
  DroppedArray,
  Message,
  Problem,
  ReadResult,
  Request,
  Task,
} from "../../page/protocol.ts";
import { startWorker, type WorkerScope } from "../../page/worker.ts";
import { createApp } from "../../routes/app.ts";
import { header, withFiles } from "../cli/support.ts";
import { withLocalServer } from "../support/local_server.ts";
import { runWell } from "../support/programs.ts";
import type { Told } from "./requests.ts";

/** What comes back, as far as it has to be the same. */
export type Outcome =
  | { readonly code: string }
  | {
    readonly headers: readonly string[];
    readonly findings: readonly string[][];
    readonly refused: readonly string[];
    readonly skipped: readonly string[];
  }
  | {
    readonly status: string;
    readonly error: number;
    readonly diagnoses: readonly string[];
    readonly findings: readonly string[];
    readonly right: string;
    readonly skipped: readonly string[];
  };

type Answer = Reply | CheckReply | Pick<Problem, "code">;

/** A reply without what depends on the transport: names of files. */
function outcomeOf(answer: Answer): Outcome {
  if ("code" in answer) return { code: answer.code };
  if ("volumes" in answer) {
    return {
      headers: answer.volumes.map((volume) => volume.header),
      findings: answer.volumes.map(({ findings }) =>
        findings.map(({ code, severity }) => `${severity} ${code}`)
      ),
      refused: answer.refused.map(({ code }) => code),
      skipped: answer.skipped.map(({ given, reason }) => `${given} ${reason}`),
    };
  }
  return {
    status: answer.status,
    error: answer.error,
    diagnoses: answer.diagnoses.map(({ code }) => code),
    findings: answer.findings.map(({ code, severity }) => `${severity} ${code}`),
    right: answer.right.header,
    skipped: answer.skipped.map(({ given, reason }) => `${given} ${reason}`),
  };
}

/** `POST /v1/…`, as a form; a single document as the body itself. */
export async function overHttp(told: Told): Promise<Outcome> {
  const { question, files, options = {}, asFields, header } = told;
  const url = new URL(`http://localhost/v1/${question}?format=json`);
  if (!asFields) {
    for (const [name, value] of Object.entries(options)) url.searchParams.set(name, value);
  }
  const single = files.length === 1 && header === undefined && !asFields;
  const form = new FormData();
  if (header !== undefined) form.append("header", new Blob([header]), "header.nhdr");
  if (asFields) { for (const [name, value] of Object.entries(options)) form.append(name, value); }
  for (const { name, bytes } of files) form.append("file", new Blob([bytes]), name);
  const body = single ? files[0]!.bytes : form;
  const response = await createApp().request(url, { method: "POST", body });
  return outcomeOf(await response.json());
}

/** `deno task header`, with files in a folder. */
export async function byCommandLine(told: Told): Promise<Outcome> {
  const { files, options = {}, header: text } = told;
  const all = [
    ...files,
    ...(text === undefined
      ? []
      : [{ name: "to_check.nhdr", bytes: new TextEncoder().encode(text) }]),
  ];
  let outcome: Outcome = { code: "nothing" };
  await withFiles(all, async (from) => {
    const named = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
    const check = text === undefined ? [] : ["--check", "to_check.nhdr"];
    const { stdout, stderr } = await header(
      [...check, "--format=json", ...named, ...files.map(({ name }) => name)],
      { from },
    );
    if (stdout !== "") return void (outcome = outcomeOf(JSON.parse(stdout)));
    const misspelt = /^Unknown option/m.test(stderr) ? "bad-option" : undefined;
    outcome = { code: misspelt ?? /^([a-z0-9-]+): /m.exec(stderr)?.[1] ?? stderr };
  });
  return outcome;
}

/** The page's worker, with files dropped. */
export async function byPage(told: Told): Promise<Outcome> {
  const { question, files, options: list = {}, header } = told;
  const waiting: ((message: Message) => void)[] = [];
  const scope: WorkerScope = {
    onmessage: null,
    postMessage: (message) => "progress" in message || waiting.shift()!(message),
  };
  startWorker(scope);
  const ask = (task: Task): Promise<Message> => {
    const request: Request = { ...task, id: 0 };
    return new Promise((resolve) => {
      waiting.push(resolve);
      scope.onmessage!(new MessageEvent("message", { data: request }));
    });
  };
  const dropped = files.map(({ name, bytes }) => ({ path: name, file: new File([bytes], name) }));
  const read = await ask({ task: "read", source: { from: "files", files: dropped } });
  if ("problem" in read) return outcomeOf(read.problem);
  const { arrays } = (read as { readonly answer: ReadResult }).answer;
  const options = [...Object.entries(list), ...arrays.map(besideHeader)];
  const answer = await ask(
    question === "header"
      ? { task: "download", options, format: "json" }
      : { task: "check", options, header: header!, volumes: [] },
  );
  if ("problem" in answer) return outcomeOf(answer.problem);
  const given = (answer as { readonly answer: CheckReply | Download }).answer;
  return outcomeOf("bytes" in given ? JSON.parse(new TextDecoder().decode(given.bytes)) : given);
}

/** A dropped array as the data file of a header beside it, which is what the other ways make of it. */
function besideHeader(array: DroppedArray): [name: string, value: string] {
  const { shape, dtype, fortranOrder, offset, name: file } = array;
  return ["npy", JSON.stringify({ shape, dtype, fortran_order: fortranOrder, offset, file })];
}

/** The Python client: all requests in one process, against a server of its own. */
export async function byPython(python: string, all: readonly Told[]): Promise<Outcome[]> {
  const script = new URL("ask.py", import.meta.url).pathname;
  let written = "";
  const files = all.flatMap((told, k) =>
    told.files.map(({ name, bytes }) => ({ name: `${k}/${name}`, bytes }))
  );
  await withFiles(files, async (folder) => {
    const requests = all.map((told, k) => ({
      ...told,
      options: told.options ?? {},
      files: told.files.map(({ name }) => `${folder}/${k}/${name}`),
    }));
    await Deno.writeTextFile(`${folder}/requests.json`, JSON.stringify(requests));
    await withLocalServer(async (origin) => {
      written = await runWell(python, ["-B", script, `${folder}/requests.json`], {
        env: { DCM2NHDR_URL: origin },
      });
    });
  });
  return (JSON.parse(written) as Answer[]).map(outcomeOf);
}
