/**
 * What the workflows promise: nothing in them can be exchanged by somebody else, and no job may more
 * than it needs. Line by line, since the files are written plainly.
 */

import { deepEqual, equal, match, ok } from "./assert.ts";

const root = new URL("../", import.meta.url);
const folder = new URL(".github/workflows/", root);

/** An action of another repository: commit, and the version that it is. */
const PINNED = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;

const workflows = [...Deno.readDirSync(folder)].map(({ name }) => ({
  name,
  lines: read(`.github/workflows/${name}`).split("\n"),
}));

function read(path: string): string {
  return Deno.readTextFileSync(new URL(path, root));
}

/** What stands behind `uses:`, with its comment. */
function actionsOf(lines: readonly string[]): string[] {
  return lines.flatMap((line) => /^\s*(?:- )?uses:\s*(.*)$/.exec(line)?.[1] ?? []);
}

/** Lines of each job: what is indented by two is its name. */
function jobsOf(lines: readonly string[]): { name: string; lines: string[] }[] {
  const jobs: { name: string; lines: string[] }[] = [];
  for (const line of lines.slice(lines.indexOf("jobs:") + 1)) {
    const name = /^ {2}([\w-]+):$/.exec(line)?.[1];
    if (name === undefined) jobs.at(-1)?.lines.push(line);
    else jobs.push({ name, lines: [] });
  }
  return jobs;
}

/** The lines of a step that begin with this action, up to the next step. */
function stepsWith(action: string, lines: readonly string[]): string[] {
  return lines.join("\n").split(/^ {6}- /m).filter((step) => step.startsWith(`uses: ${action}@`));
}

Deno.test("these are the workflows, and deploy.yml at the root is a link to its own", () => {
  deepEqual(workflows.map(({ name }) => name).sort(), [
    "ci.yml",
    "deploy.yml",
    "pages.yml",
    "release.yml",
  ]);
  const link = new URL("deploy.yml", root);
  // Where git makes no links, a file that says where it leads lies there.
  const target = Deno.lstatSync(link).isSymlink ? Deno.readLinkSync(link) : read("deploy.yml");
  equal(target.trim(), ".github/workflows/deploy.yml");
});

Deno.test("every action is pinned by its commit, the same everywhere", () => {
  const commits = new Map<string, string>();
  let count = 0;
  for (const { name, lines } of workflows) {
    for (const used of actionsOf(lines)) {
      if (used.startsWith("./")) continue;
      count++;
      ok(PINNED.test(used), `${name}: ${used}`);
      const [action = "", commit = ""] = used.split("@");
      equal(commits.get(action) ?? commit, commit, `${name}: two commits of ${action}`);
      commits.set(action, commit);
    }
  }
  ok(count > 0);
});

Deno.test("every job has a limit of time and rights of its own", () => {
  for (const { name, lines } of workflows) {
    ok(lines.includes("permissions: {}"), `${name} gives rights to all jobs`);
    const jobs = jobsOf(lines);
    ok(jobs.length > 0, name);
    for (const job of jobs) {
      const has = (key: string) => job.lines.some((line) => line.startsWith(`    ${key}:`));
      ok(has("permissions"), `${name}: ${job.name} has no permissions`);
      ok(has("timeout-minutes") || has("uses"), `${name}: ${job.name} has no limit of time`);
    }
  }
});

Deno.test("no checkout leaves its token behind", () => {
  const steps = workflows.flatMap(({ lines }) => stepsWith("actions/checkout", lines));
  ok(steps.length > 0);
  for (const step of steps) ok(/^ {10}persist-credentials: false$/m.test(step), step);
});

Deno.test("workflows and containers use the Deno of .ci/run", () => {
  const version = /^readonly DENO_VERSION=(.*)$/m.exec(read(".ci/run"))?.[1];
  const steps = workflows.flatMap(({ lines }) => stepsWith("denoland/setup-deno", lines));
  ok(steps.length > 0);
  for (const step of steps) equal(/deno-version: (.*)$/m.exec(step)?.[1], version);
  const images = [
    ...read("deploy/container/Dockerfile").matchAll(/^FROM denoland\/deno:([^@\s]*)/gm),
  ];
  ok(images.length > 0);
  for (const [image, tag] of images) equal(tag, version, image);
});

Deno.test("what is deployed is finished: only checks are cancelled by newer ones", () => {
  for (const { name, lines } of workflows) {
    equal(lines.includes("  cancel-in-progress: true"), name === "ci.yml", name);
  }
  const { lines } = workflows.find(({ name }) => name === "deploy.yml")!;
  // A run whose job is skipped would take its place in the workflow's queue, not in the job's.
  ok(!lines.includes("concurrency:"), "deploy.yml queues runs, not jobs");
  for (const job of jobsOf(lines)) {
    ok(job.lines.includes("      cancel-in-progress: false"), `${job.name} can be cancelled`);
  }
});

Deno.test("tokens are given to single steps, by their environment", () => {
  let count = 0;
  for (const { name, lines } of workflows) {
    for (const line of lines.filter((line) => /\b(secrets|github\.token)\b/.test(line))) {
      // Ten blanks: below `env:` of a step. Jobs and workflows have theirs further left.
      match(line, /^ {10}[A-Z_]+: \$\{\{ (secrets\.[A-Z_]+|github\.token) \}\}$/, name);
      count++;
    }
  }
  equal(count, 3);
});

/** Of a release: what is cut from one tag, with the variable that asks for it. */
const PUBLISHED = { npm: "NPM", jsr: "JSR", pypi: "PYPI", container: "CONTAINER" } as const;

Deno.test("one tag cuts every package, as this workflow and with no token that is kept", () => {
  const { lines } = workflows.find(({ name }) => name === "release.yml")!;
  ok(lines.join("\n").includes('on:\n  push:\n    tags: ["v*"]\n'));
  const jobs = jobsOf(lines);
  deepEqual(
    jobs.map(({ name }) => name).sort(),
    ["check", "image", "package", "release", ...Object.keys(PUBLISHED)].sort(),
  );
  for (const job of jobs) {
    const variable = PUBLISHED[job.name as keyof typeof PUBLISHED];
    const has = (line: string) => job.lines.some((one) => one.replace(/ #.*/, "") === line);
    const signs = variable !== undefined || job.name === "release";
    equal(has("      id-token: write"), signs, `${job.name} signs as this workflow`);
    if (variable === undefined) continue;
    ok(has(`    if: vars.PUBLISH_${variable} == 'true'`), job.name);
    ok(has("    needs: release"), `${job.name} goes out before everything is tested and built`);
    ok(has(`    environment: ${job.name}`), job.name);
  }
  const text = lines.join("\n");
  for (const command of ["npm@11.21.2 publish", "deno publish", "docker push"]) {
    ok(text.includes(command), command);
  }
  equal(stepsWith("pypa/gh-action-pypi-publish", lines).length, 1);
  equal(stepsWith("actions/attest-build-provenance", lines).length, 2);
});

Deno.test("a release fails where any program of a pipe does", () => {
  // Without it GitHub runs `bash -e`, and `refuse | tee` succeeds.
  match(read(".github/workflows/release.yml"), /^defaults:\n {2}run:\n {4}shell: bash$/m);
});

Deno.test("what may publish runs nothing of ours, but for JSR, which takes modules as they are", () => {
  const { lines } = workflows.find(({ name }) => name === "release.yml")!;
  const checkedOut = jobsOf(lines)
    .filter((job) => job.lines.some((line) => line.includes("actions/checkout@")))
    .map(({ name }) => name);
  deepEqual(checkedOut.sort(), ["image", "jsr", "package"]);
});

Deno.test("every push asks for known faults of dependencies", () => {
  const { lines } = workflows.find(({ name }) => name === "ci.yml")!;
  const check = jobsOf(lines).find(({ name }) => name === "check")!;
  ok(check.lines.includes("      - run: deno audit"));
});

Deno.test("images are pinned by digest", () => {
  const images = [...read("deploy/container/Dockerfile").matchAll(/^FROM (\S+)/gm)];
  equal(images.length, 2);
  for (const [, image] of images) match(image!, /:[\w.-]+@sha256:[0-9a-f]{64}$/);
});

Deno.test("Python's packages are installed by hash, in the versions that tests ask for", () => {
  const entry =
    /^([a-z][a-z0-9-]*)==(\S+)[^\n]*\\\n((?: {4}--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)/gm;
  const text = read(".ci/requirements.lock");
  const locked = new Map([...text.matchAll(entry)].map(([, name, version]) => [name, version]));
  const entries = text.match(/^[^#\s]/gm) ?? [];
  equal([...text.matchAll(entry)].length, entries.length, "an entry without a hash");
  for (const room of ["clients", "interop", "notebooks", "openapi", "packages"]) {
    const asked = [...read(`tests/${room}/requirements.txt`).matchAll(/^([^#\s]\S*)==(\S+)$/gm)];
    ok(asked.length > 0, room);
    for (const [, name, version] of asked) {
      equal(locked.get(name!.replace("_", "-")), version, name);
    }
  }
  const installs = read(".ci/run").split("\n").filter((line) => line.includes('/pip" install'));
  equal(installs.length, 2);
  for (const install of installs) {
    match(install, / --require-hashes --requirement \.ci\/(requirements|alone)\.lock$/);
  }
});

Deno.test("npm's packages of .ci/run have one version each", () => {
  const [, listed = ""] =
    /npm install .*"\$DCM2NHDR_RUNTIMES" \\\n((?:.*\\\n)*.*)/.exec(read(".ci/run")) ?? [];
  const packages = listed.replaceAll("\\\n", " ").trim().split(/\s+/);
  ok(packages.length > 3);
  for (const one of packages) match(one, /^(@[\w-]+\/)?[\w.-]+@\d+\.\d+\.\d+$/);
});
