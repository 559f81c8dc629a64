/**
 * The container's image, without what makes images: the steps of its Dockerfile, run on what
 * `.dockerignore` lets through, and its entry point.
 */

import { equal, match, ok } from "../assert.ts";
import { runWell } from "../support/programs.ts";
import { freePort, withServerProcess } from "../support/server_process.ts";

const root = new URL("../../", import.meta.url).pathname;
const folder = `${root}deploy/container/`;

/** What the image is made of: everything is ignored but what stands behind an exclamation mark. */
function sent(): string[] {
  const [first, ...lines] = Deno.readTextFileSync(`${folder}Dockerfile.dockerignore`).trim()
    .split("\n");
  equal(first, "*");
  return lines.map((line) => {
    match(line, /^![\w./]+$/);
    return line.slice(1);
  });
}

/** Instructions, of which each stands on one line here. */
function instructions(): { readonly name: string; readonly rest: string }[] {
  const text = Deno.readTextFileSync(`${folder}Dockerfile`).replaceAll("\\\n", " ");
  return [...text.matchAll(/^([A-Z]+) (.*)$/gm)]
    .map(([, name, rest]) => ({ name: name!, rest: rest! }));
}

Deno.test("the image's steps build the service, which answers from the image's entry point", async () => {
  const made = await Deno.makeTempDir();
  try {
    const project = `${made}/project`;
    await Deno.mkdir(project);
    await runWell("cp", ["-RP", "--parents", ...sent(), project], { cwd: root });
    // It is made in the image.
    await Deno.remove(`${project}/routes/generated`, { recursive: true }).catch(() => {});
    const here = (text: string) => text.replaceAll("/service.mjs", `${made}/service.mjs`);
    const steps = instructions().filter(({ name }) => name === "RUN");
    equal(steps.length, 1);
    for (const { rest } of steps) {
      await runWell("sh", ["-euc", here(rest).replaceAll("deno ", `${Deno.execPath()} `)], {
        cwd: project,
      });
    }
    const entry = instructions().find(({ name }) => name === "ENTRYPOINT")!.rest;
    const port = freePort();
    const [program, ...args] = JSON.parse(
      here(entry).replace("0.0.0.0:8080", `127.0.0.1:${port}`),
    ) as string[];
    equal(program, "/usr/bin/deno");
    await Deno.remove(project, { recursive: true });
    const start = { args: [...args, `${port}`, "127.0.0.1"] };
    await withServerProcess(start, async ({ origin }) => {
      equal((await (await fetch(`${origin}/health`)).json()).status, "ok");
      const page = await fetch(origin, { headers: { Accept: "text/html" } });
      ok((await page.text()).includes("<html"));
    });
  } finally {
    await Deno.remove(made, { recursive: true });
  }
});

Deno.test("the image runs as nobody, and copies nothing but Deno and the service", () => {
  const names = instructions().map(({ name }) => name);
  const last = names.slice(names.lastIndexOf("FROM") + 1).join(" ");
  equal(last, "LABEL COPY COPY ENV USER EXPOSE ENTRYPOINT");
  const user = instructions().filter(({ name }) => name === "USER").map(({ rest }) => rest);
  equal(user.join(), "65532");
});
