/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/// <reference lib="dom.asynciterable" />
/**
 * A real browser in front of a real server.
 *
 * @module
 */

import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { skipped } from "../support/skip.ts";

// The driver looks into files of /proc, which only --allow-all may read, whether this is Windows with
// Linux in it; with this variable it does not look.
Deno.env.set("__IS_WSL_TEST__", "1");
const { chromium } = await import("playwright-core");

const BROWSERS = ["/usr/bin/chromium", "/usr/bin/google-chrome"];
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Hosts that are not this machine by name.
  "--host-resolver-rules=MAP *.test 127.0.0.1",
];
const root = new URL("../../", import.meta.url);

const WINDOW = { width: 1280, height: 900 };

/** The first browser there is. */
const executablePath = BROWSERS.find((path) => {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
});

/** The service, started as the README says: with no permission but its own port. */
class Service {
  readonly origin: string;
  readonly #process: Deno.ChildProcess;
  readonly #messages: ReadableStreamDefaultReader<string>;

  private constructor(
    origin: string,
    process: Deno.ChildProcess,
    messages: ReadableStreamDefaultReader<string>,
  ) {
    this.origin = origin;
    this.#process = process;
    this.#messages = messages;
  }

  static async start(): Promise<Service> {
    const process = new Deno.Command(Deno.execPath(), {
      args: ["serve", "--no-prompt", "--host", "127.0.0.1", "--port", "0", "main.ts"],
      cwd: root,
      stdin: "null",
      stdout: "null",
      stderr: "piped",
      env: { NO_COLOR: "1" },
    }).spawn();
    const messages = process.stderr.pipeThrough(new TextDecoderStream()).getReader();
    for (let said = "";;) {
      const { value, done } = await messages.read();
      if (done) throw new Error(`the server did not start: ${said}`);
      said += value;
      const origin = /Listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(said)?.[1];
      if (origin !== undefined) return new Service(origin, process, messages);
    }
  }

  async stop(): Promise<void> {
    this.#process.kill();
    await this.#messages.cancel();
    await this.#process.status;
  }
}

/** A page that remembers what it asked for and what went wrong. */
export interface Visit {
  readonly page: Page;
  /** Method and address of each request. */
  readonly requests: readonly string[];
  /** Script errors, and complaints of the browser such as about the content security policy. */
  readonly complaints: readonly string[];
}

/** Everything that a test of the page needs. */
export interface Setting {
  readonly browser: Browser;
  readonly origin: string;
  /** Opens the page in a window of its own. */
  readonly visit: (options?: BrowserContextOptions) => Promise<Visit>;
}

/** Whether there is a browser. */
export const hasBrowser: boolean = executablePath !== undefined;

/** Starts browser and service, and ends them when `use` is done. */
export async function withBrowser(use: (setting: Setting) => Promise<void>): Promise<void> {
  const service = await Service.start();
  const browser = await chromium.launch({ executablePath: executablePath!, args: FLAGS });
  const visit = async (options: BrowserContextOptions = {}): Promise<Visit> => {
    const context = await browser.newContext({ viewport: WINDOW, ...options });
    const page = await context.newPage();
    const requests: string[] = [];
    const complaints: string[] = [];
    context.on("request", (request) => requests.push(`${request.method()} ${request.url()}`));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    await page.goto(service.origin);
    return { page, requests, complaints };
  };
  try {
    await use({ browser, origin: service.origin, visit });
  } finally {
    await browser.close();
    await service.stop();
  }
}

/**
 * Declares a test with browser and service; skipped, with one line, where there is no browser. What
 * the driver of the browser leaves open between two calls is not the page's, so nothing is counted.
 */
export function browserTest(
  name: string,
  test: (setting: Setting, t: Deno.TestContext) => Promise<void>,
): void {
  if (!hasBrowser) return skipped(name, "there is no Chromium");
  Deno.test({
    name,
    sanitizeOps: false,
    sanitizeResources: false,
    fn: (t) => withBrowser((setting) => test(setting, t)),
  });
}

/** A folder on disk that holds these files, as long as it is used. */
export class Folder implements Disposable {
  readonly path: string = Deno.makeTempDirSync({ prefix: "series-" });

  /** @param files Names may have folders */
  constructor(files: Iterable<{ readonly name: string; readonly bytes: Uint8Array }>) {
    for (const { name, bytes } of files) {
      const path = `${this.path}/${name}`;
      Deno.mkdirSync(path.slice(0, path.lastIndexOf("/")), { recursive: true });
      Deno.writeFileSync(path, bytes);
    }
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.path, { recursive: true });
  }
}

/** Waits until what was opened is shown: a result, a problem, or what waits for its series. */
export async function settled(page: Page): Promise<void> {
  const shown = ["result", "problem", "waiting"].map((id) => `:has(#${id}:not([hidden]))`);
  await page.waitForSelector(`body:not(.busy):is(${shown.join(", ")})`);
}

/** Chooses a folder and waits for what it gives. */
export async function chooseFolder(page: Page, { path }: Folder): Promise<void> {
  await page.setInputFiles("#folder", path);
  await settled(page);
}

/** Drops files and folders of the disk onto the page, as a person does, and waits for what they give. */
export async function drop(page: Page, paths: readonly string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const) {
    await session.send("Input.dispatchDragEvent", { type, x: 400, y: 400, data });
  }
  await settled(page);
}

/** What a button saves: name and bytes. */
export async function downloaded(page: Page, button: string): Promise<[string, Uint8Array]> {
  const [download] = await Promise.all([page.waitForEvent("download"), page.click(button)]);
  return [download.suggestedFilename(), await Deno.readFile(await download.path())];
}

/** The header that the page shows, to the byte. */
export function shownHeader(page: Page): Promise<string | null> {
  return page.locator("#header-text").textContent();
}

/** I2 before I10, and folders apart, as the page takes the files of a folder. */
const BY_NUMBERS = new Intl.Collator("en", { numeric: true });

/** The service's answer to files, sorted by the numbers in their names. */
export function askService(
  origin: string,
  files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
  query = "",
): Promise<Response> {
  const form = new FormData();
  const sorted = [...files].sort((a, b) => BY_NUMBERS.compare(a.name, b.name));
  for (const { name, bytes } of sorted) {
    form.append("file", new Blob([bytes.slice()]), name);
  }
  return fetch(`${origin}/v1/header${query}`, { method: "POST", body: form });
}
