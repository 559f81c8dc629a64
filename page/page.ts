/**
 * The page: what comes in goes to the worker, what the worker answers is shown.
 *
 * @module
 */

import type { Reply, VolumeReply } from "../lib/mod.ts";
import type { Format } from "../lib/service.ts";
import { fileHeaderText, showCheck, showCheckProblem } from "./check_view.ts";
import { byId, make } from "./dom.ts";
import { Engine, Refused } from "./engine.ts";
import { showFindings } from "./findings_view.ts";
import { copy, showHeader } from "./header_view.ts";
import { OptionsForm } from "./options_form.ts";
import { PatientView } from "./patient_view.ts";
import { showProblem } from "./problem_view.ts";
import { ProgressView } from "./progress_view.ts";
import type { OptionList, Problem, ReadResult, Source } from "./protocol.ts";
import { showSkipped, showSlices } from "./slices_view.ts";
import { listenToSources } from "./sources.ts";

/** A series that was read. */
interface Series extends ReadResult {
  readonly name: string;
}

/** Everything that a person sees. */
export class Page {
  readonly #engine: Engine;
  readonly #view = new PatientView();
  readonly #progress = new ProgressView();
  readonly #options: OptionsForm;
  readonly #choice = byId<HTMLSelectElement>("volume");
  #series: Series | undefined;
  #reply: Reply | undefined;
  /** Whether there is a header to check. */
  #checking = false;
  /** Count of series and of descriptions asked for: an answer to an earlier one comes too late. */
  #opened = 0;
  #described = 0;

  /** @param script Address of this script, which is the worker's too */
  constructor(script: string) {
    this.#engine = new Engine(script);
    this.#options = new OptionsForm(
      byId<HTMLFormElement>("options-form"),
      byId<HTMLButtonElement>("reset"),
      () => this.#describe(),
    );
    listenToSources({
      open: (source, name, again = false) => {
        // How the last array was stacked says nothing of the next series.
        if (!again) this.#options.forget("order");
        this.#open(source, name);
      },
      check: (header) => this.#check(header),
    });
    this.#choice.addEventListener("change", () => this.#showVolume());
    byId("cancel").addEventListener("click", () => this.#cancel());
    byId("copy").addEventListener("click", () => copy(this.#volume!.header, byId("copy")));
    for (const format of ["text", "zip", "json"] as const) {
      byId(`save-${format}`).addEventListener("click", () => this.#save(format));
    }
  }

  get #volume(): VolumeReply | undefined {
    return this.#reply?.volumes[Math.max(0, this.#choice.selectedIndex)];
  }

  async #open(source: Source, name: string): Promise<void> {
    const turn = ++this.#opened;
    // A series that is still being read is no longer wanted.
    this.#engine.stop();
    this.#series = undefined;
    this.#progress.start(name);
    try {
      const read = await this.#engine.ask({ task: "read", source }, (progress) => {
        if (turn === this.#opened) this.#progress.show(progress);
      });
      if (turn !== this.#opened) return;
      this.#series = { ...read, name };
      this.#choice.replaceChildren();
      byId("waiting").hidden = true;
      await this.#describe();
    } catch (error) {
      if (turn !== this.#opened) return;
      byId("result").hidden = true;
      const problem = problemOf(error);
      this.#showProblem(problem);
      say(problem.title);
    }
    if (turn !== this.#opened) return;
    this.#progress.end();
    byId(byId("problem").hidden ? "result-title" : "problem-title").focus();
  }

  #cancel(): void {
    this.#opened++;
    this.#engine.stop();
    byId("result").hidden = true;
    this.#progress.end();
    say("Cancelled");
    byId("pick-folder").focus();
  }

  async #describe(): Promise<void> {
    if (!this.#series) return;
    const turn = ++this.#described;
    let problem: Problem | undefined;
    let reply: Reply | undefined;
    try {
      reply = await this.#engine.ask({ task: "describe", options: this.#options.options });
    } catch (error) {
      problem = problemOf(error);
    }
    if (turn !== this.#described) return;
    this.#reply = reply;
    this.#showProblem(problem ?? questionOf(reply));
    // A problem lists them too, unless there are none.
    showSkipped(reply?.skipped ?? problem?.["skipped"] as Reply["skipped"] ?? []);
    this.#showReply();
    say(problem?.title ?? `Header ready, ${byId("findings-list").childElementCount} findings`);
    await this.#checkAgain();
  }

  async #save(format: Format): Promise<void> {
    const volume: OptionList = format === "text" ? [["volume", String(this.#volume!.index)]] : [];
    const options = [...this.#options.options, ...volume];
    const { name, type, bytes } = await this.#engine.ask({ task: "download", options, format });
    const url = URL.createObjectURL(new Blob([bytes], { type }));
    make("a", { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }

  #showProblem(problem: Problem | undefined): void {
    showProblem(problem, (name, value) => this.#options.change(name, value));
  }

  /** Shows what holds for all volumes, then the one that was chosen, or the first. */
  #showReply(): void {
    const { name, objects, skipped } = this.#series!;
    const volumes = this.#reply?.volumes ?? [];
    const before = this.#choice.selectedIndex;
    this.#choice.replaceChildren(
      ...volumes.map(({ index, sizes, kinds }) =>
        make(
          "option",
          {},
          `${index}: ${sizes.join(" × ")}${kinds.includes("list") ? " (list)" : ""}`,
        )
      ),
    );
    this.#choice.selectedIndex = before > 0 && before < volumes.length ? before : 0;
    byId("volume-field").hidden = volumes.length < 2;
    // Where nothing has a place, no option helps.
    byId("result").hidden = this.#series!.scene.frames.length === 0;
    byId("result-title").textContent = volumes.length === 0
      ? "No header"
      : volumes.length === 1
      ? volumes[0]!.sizes.join(" × ")
      : `${volumes.length} volumes`;
    byId("result-words").textContent = [
      name,
      `${objects} DICOM ${objects === 1 ? "object" : "objects"} read`,
      ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ].join(" · ");
    this.#showVolume();
  }

  #showVolume(): void {
    const volume = this.#volume;
    this.#view.show(this.#series!.scene, volume);
    byId("header").hidden = volume === undefined;
    byId("slices").hidden = volume === undefined;
    showFindings(volume?.findings ?? [], this.#reply?.refused ?? []);
    if (!volume) return;
    showHeader(volume, this.#options.options);
    showSlices(volume);
    const { axis4 } = volume;
    this.#options.suggest("axis4", ["none", ...(axis4?.alternatives ?? []).map(({ by }) => by)]);
  }

  /** Checks a header now, or as soon as there is a series. */
  async #check(header: Blob): Promise<void> {
    byId<HTMLTextAreaElement>("check-text").value = await fileHeaderText(header);
    this.#checking = true;
    byId("waiting").hidden = this.#series !== undefined;
    if (!this.#series) return;
    await this.#checkAgain();
    byId("check-title").focus();
  }

  async #checkAgain(): Promise<void> {
    if (!this.#checking) return;
    const header = byId<HTMLTextAreaElement>("check-text").value;
    const options = this.#options.options;
    try {
      const checked = await this.#engine.ask({ task: "check", header, options });
      showCheck(checked);
      this.#view.compare(checked);
    } catch (error) {
      this.#view.compare(undefined);
      showCheckProblem(problemOf(error));
    }
  }
}

/** What one of several volumes has to be asked. */
function questionOf(reply: Reply | undefined): Problem | undefined {
  const refusal = reply?.refused.find(({ code }) => code === "order-not-stated");
  return refusal && { ...refusal.details, code: refusal.code, title: "", detail: refusal.message };
}

/** Tells a screen reader. */
function say(words: string): void {
  byId("status").textContent = words;
}

function problemOf(error: unknown): Problem {
  if (error instanceof Refused) return error.problem;
  throw error;
}
