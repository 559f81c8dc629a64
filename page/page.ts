/**
 * The page: what comes in goes to the worker, what the worker answers is shown.
 *
 * @module
 */

import type { Reply, VolumeReply } from "../lib/mod.ts";
import { arrayWords, dtypeWords, holdsWholeNumbers } from "./array_words.ts";
import { fileHeaderText, showCheck, showCheckedFile, showCheckProblem } from "./check_view.ts";
import { byId, cross, make } from "./dom.ts";
import { Engine, Refused } from "./engine.ts";
import { sentence, showFindings } from "./findings_view.ts";
import { FormatView } from "./format_view.ts";
import { copy, showCommands, showNotebook } from "./header_view.ts";
import { OptionsForm } from "./options_form.ts";
import { arrayQuestion, orderQuestion } from "./order_question.ts";
import { PatientView } from "./patient_view.ts";
import { hideProblem, showProblem, showQuestion } from "./problem_view.ts";
import { wordsOf } from "./problem_words.ts";
import { ProgressView } from "./progress_view.ts";
import type {
  Description,
  DroppedArray,
  OptionList,
  Problem,
  ReadResult,
  ShownForm,
  Source,
} from "./protocol.ts";
import type { Scene } from "./scene.ts";
import { type Savable, savables, stemOf } from "./save.ts";
import { showSkipped, showSlices } from "./slices_view.ts";
import { listenToSources } from "./sources.ts";
import { showChips, showSaving, showTitle, showVolumes } from "./summary_view.ts";

/** A series that was read. */
interface Series extends ReadResult {
  readonly name: string;
}

/** Options that state where frames lie of which DICOM does not say it. */
const STATES_A_PLACE: readonly string[] = ["plane", "step"];

/** Options that say how the last array lies. They say nothing of the next one. */
const OF_ONE_ARRAY = ["order", "array", "type", "endian", "encoding", "data"];

/** Files whose headers are text, and can be seen and changed. */
const TEXT_FILE = /\.(nrrd|nhdr|mha|mhd)$/i;

/** Milliseconds for which a file that is saved has an address. */
const SAVED_WITHIN = 60_000;

/** Everything that a person sees. */
export class Page {
  readonly #script: string;
  /** Has the series; another one reads the next series until that is complete. */
  #engine: Engine;
  #reading: Engine | undefined;
  readonly #view = new PatientView();
  readonly #progress = new ProgressView();
  readonly #options: OptionsForm;
  readonly #format = new FormatView(() => this.#showForm(true));
  readonly #choice = byId<HTMLSelectElement>("volume");
  readonly #asSegmentation = byId<HTMLInputElement>("as-segmentation");
  #series: Series | undefined;
  /** The arrays that were dropped, and which one is meant. */
  #arrays: readonly DroppedArray[] = [];
  #array: DroppedArray | undefined;
  /** Whether a header was made for the array, which then belongs to its series. */
  #arrayUsed = false;
  #description: Description | undefined;
  /** The header that is shown. */
  #form: ShownForm | undefined;
  #savables: readonly Savable[] = [];
  /** What has to be answered before anything can be saved. */
  #question = "";
  /** The header to check: a file, or what the field for its text holds. */
  #checked: File | "text" | undefined;
  /** Count of what was asked for, of each kind: an answer to an earlier question comes too late. */
  #opened = 0;
  #described = 0;
  #formed = 0;
  #compared = 0;

  /** @param script Address of the worker's script */
  constructor(script: string) {
    this.#script = script;
    this.#engine = new Engine(script);
    this.#options = new OptionsForm(
      byId<HTMLFormElement>("options-form"),
      byId<HTMLButtonElement>("reset"),
      () => this.#describe(),
    );
    listenToSources({
      open: (source, name) => this.#open(source, name),
      check: (header, withSeries) => this.#check(header, withSeries),
    });
    this.#choice.addEventListener("change", () => this.#showVolume());
    this.#asSegmentation.addEventListener("change", () => {
      this.#setOption("as", this.#asSegmentation.checked ? "segmentation" : "");
    });
    byId("cancel").addEventListener("click", () => this.#cancel());
    byId("copy").addEventListener("click", () => {
      if (this.#form) copy(this.#form.shown, byId("copy"));
    });
    byId("save").addEventListener("click", () => this.#save(this.#savables[0]));
    byId("save-header").addEventListener("click", () => this.#save(this.#savables[1]));
    for (const format of ["zip", "json"] as const) {
      byId(`save-${format}`).addEventListener("click", () => this.#download(format));
    }
  }

  get #reply(): Reply | undefined {
    return this.#description?.reply;
  }

  get #volume(): VolumeReply | undefined {
    return this.#reply?.volumes[this.#choice.selectedIndex];
  }

  /** All frames: where the options place them, or else DICOM. */
  get #scene(): Scene {
    return this.#description?.scene ?? this.#series!.scene;
  }

  /** The person's options, and the array as one that is in memory. */
  get #stated(): OptionList {
    return [...this.#options.options, ...(this.#array ? [npyOption(this.#array)] : [])];
  }

  #setOption = (name: string, value: string): void => {
    if (name === "format") this.#format.choose(value);
    else this.#options.change(name, value);
  };

  async #open(source: Source, name: string): Promise<void> {
    const turn = ++this.#opened;
    // A series that is still being read is no longer wanted; the one that is here stays until then.
    this.#reading?.stop();
    const engine = this.#reading = new Engine(this.#script);
    this.#progress.start(name);
    try {
      const read = await engine.ask({ task: "read", source }, (progress) => {
        if (turn === this.#opened) this.#progress.show(progress);
      });
      if (turn !== this.#opened) return;
      if (read.objects === 0 && read.arrays.length > 0) {
        engine.stop();
        await this.#takeArrays(read.arrays);
      } else {
        this.#engine.stop();
        this.#engine = engine;
        await this.#begin({ ...read, name });
      }
    } catch (error) {
      if (turn !== this.#opened) return;
      engine.stop();
      this.#failToOpen(problemOf(error));
    }
    if (turn !== this.#opened) return;
    this.#reading = undefined;
    this.#progress.end();
    const place = !byId("problem").hidden
      ? "problem-title"
      : byId("result").hidden
      ? "waiting"
      : "result-title";
    byId(place).focus();
  }

  /** A new series: options of the last one do not hold for it. */
  async #begin(series: Series): Promise<void> {
    this.#series = series;
    this.#options.clear();
    this.#choice.replaceChildren();
    // An array that waited for its series is meant; one that has a series belongs to that.
    if (series.arrays.length > 0) this.#hold(series.arrays);
    else if (this.#arrayUsed) this.#hold([]);
    await this.#describe();
  }

  async #takeArrays(arrays: readonly DroppedArray[]): Promise<void> {
    this.#hold(arrays);
    this.#options.clear(OF_ONE_ARRAY);
    if (this.#series) await this.#describe();
    else say(byId("waiting-array").textContent ?? "");
  }

  #hold(arrays: readonly DroppedArray[]): void {
    this.#arrays = arrays;
    this.#array = arrays.length === 1 ? arrays[0] : undefined;
    this.#arrayUsed = false;
    this.#showWaiting();
  }

  #removeArray(): void {
    this.#hold([]);
    this.#options.clear([...OF_ONE_ARRAY, "as", "segments"]);
    if (this.#series) this.#describe();
  }

  #failToOpen(problem: Problem): void {
    hideProblem();
    showProblem(problem, this.#setOption);
    // A series with an array that is broken is still a series.
    byId("result").hidden = problem.code !== "bad-array" || this.#series === undefined;
    showSkipped([]);
    say(byId("problem-title").textContent ?? "");
  }

  #cancel(): void {
    this.#opened++;
    this.#reading?.stop();
    this.#reading = undefined;
    this.#progress.end();
    const words = this.#series
      ? `Cancelled. What was here before is still here: ${this.#series.name}`
      : "Cancelled.";
    byId("notice").textContent = words;
    byId("notice").hidden = false;
    byId(byId("result").hidden ? "pick-folder" : "result-title").focus();
  }

  async #describe(): Promise<void> {
    if (!this.#series) return;
    const turn = ++this.#described;
    let problem: Problem | undefined;
    let description: Description | undefined;
    const undecided = this.#arrays.length > 0 && !this.#array;
    if (!undecided) {
      try {
        description = await this.#engine.ask({ task: "describe", options: this.#stated });
      } catch (error) {
        problem = problemOf(error);
      }
      if (turn !== this.#described) return;
    }
    this.#description = description;
    this.#arrayUsed ||= this.#array !== undefined && description !== undefined;
    const asked = problem ?? questionOf(this.#reply);
    this.#showProblem(asked, undecided);
    // A problem lists them too, unless there are none.
    showSkipped(this.#reply?.skipped ?? problem?.["skipped"] as Reply["skipped"] ?? []);
    const mayState = this.#stated.some(([name]) => STATES_A_PLACE.includes(name)) ||
      STATES_A_PLACE.some((name) => problem?.help?.includes(`${name}=`));
    await this.#showReply(undecided || asked?.code === "order-not-stated", mayState);
    if (turn !== this.#described) return;
    say(
      byId("problem").hidden
        ? `Header ready, ${byId("findings-list").childElementCount} findings`
        : byId("problem-title").textContent ?? "",
    );
    await this.#checkAgain();
  }

  #showProblem(problem: Problem | undefined, undecided: boolean): void {
    hideProblem();
    if (undecided) {
      showQuestion(arrayQuestion(this.#arrays, (array) => {
        this.#array = array;
        this.#showWaiting();
        this.#describe();
      }));
    } else if (problem?.code === "order-not-stated") {
      showQuestion(orderQuestion(problem, (order) => this.#setOption("order", order)));
    } else if (problem) showProblem(problem, this.#setOption);
    const isFault = problem && problem.code !== "order-not-stated";
    const named = problem?.["option"];
    this.#options.fault(
      isFault ? `No header: ${wordsOf(problem).detail}` : "",
      typeof named === "string" ? named : undefined,
    );
  }

  /**
   * Shows what holds for all volumes, then the one that was chosen, or the first.
   *
   * @param isAsked Whether a question has to be answered first
   * @param mayState Whether options can place what has no place
   */
  async #showReply(isAsked: boolean, mayState: boolean): Promise<void> {
    const series = this.#series!;
    const volumes = this.#reply?.volumes ?? [];
    // An array fits volumes of one size alike; which one it belongs to, only its owner knows.
    const several = this.#array !== undefined && volumes.length > 1;
    showVolumes(this.#choice, volumes, series, several);
    // Where nothing has a place, no option helps but those that state one.
    byId("result").hidden = this.#scene.frames.length === 0 && !mayState;
    byId("drop-words").textContent = "Another series, or the array that belongs to this one";
    showTitle(series, volumes, this.#array);
    showChips(
      this.#array,
      this.#options.inForce,
      () => this.#removeArray(),
      (name) => this.#setOption(name, ""),
    );
    this.#showWaiting();
    this.#options.placeholder(
      "type",
      this.#array ? `${dtypeWords(this.#array.dtype)}, of ${this.#array.name}` : "from DICOM",
    );
    const { options } = this.#options;
    byId("segmentation-field").hidden = !this.#array || !holdsWholeNumbers(this.#array);
    this.#asSegmentation.checked = options.some(([name, value]) =>
      name === "as" && value === "segmentation"
    );
    await this.#showVolume(
      isAsked
        ? "Answer the question above first."
        : several
        ? "The array fits more than one volume: choose the one that it belongs to."
        : "",
    );
  }

  /** @param question What has to be answered before anything can be saved */
  async #showVolume(question = ""): Promise<void> {
    const volume = this.#volume;
    this.#question = question;
    this.#view.show(this.#scene, volume);
    // Until it is moved, the slider itself has no words.
    byId("slice").setAttribute("aria-valuetext", "no slice selected");
    byId("header").hidden = volume === undefined;
    byId("slices").hidden = volume === undefined;
    if (volume) {
      this.#format.offer(volume);
      showNotebook(volume);
      showSlices(volume);
      const { axis4 } = volume;
      this.#options.suggest("axis4", ["none", ...(axis4?.alternatives ?? []).map(({ by }) => by)]);
    }
    await this.#showForm();
  }

  /**
   * Shows the header of the volume in the format that is chosen, and what can be saved in it.
   *
   * @param isNews Whether nothing else has changed
   */
  async #showForm(isNews = false): Promise<void> {
    const turn = ++this.#formed;
    const volume = this.#volume;
    // Until it is here there is nothing to save.
    this.#form = undefined;
    const { form, problem } = volume ? await this.#formOf(volume) : {};
    if (turn !== this.#formed) return;
    this.#form = form;
    showFindings(
      form?.findings ?? volume?.findings ?? [],
      this.#reply?.refused.filter(({ code }) => code !== "order-not-stated") ?? [],
      this.#options.options,
      this.#setOption,
    );
    this.#savables = [];
    if (volume && form) this.#showSavable(volume, form);
    if (problem) this.#format.refuse(problem, this.#setOption);
    const cannot = problem ? sentence(problem.detail) : "";
    showSaving(this.#savables, this.#question || cannot);
    if (isNews) say(cannot || `${this.#format.title} ready`);
  }

  /** The header of a volume in the format that is chosen, or why there is none. */
  async #formOf(
    volume: VolumeReply,
  ): Promise<{ readonly form?: ShownForm; readonly problem?: Problem }> {
    const { format } = this.#format;
    if (format === "text") {
      const { fileName, header, findings } = volume;
      const mediaType = "text/plain";
      return { form: { fileName, content: header, shown: header, findings, mediaType } };
    }
    try {
      const asked = { options: this.#stated, volume: volume.index, form: format };
      return { form: await this.#engine.ask({ task: "form", ...asked }) };
    } catch (error) {
      return { problem: problemOf(error) };
    }
  }

  #showSavable(volume: VolumeReply, form: ShownForm): void {
    const { reply: { volumes }, images } = this.#description!;
    const { options } = this.#options;
    const { format } = this.#format;
    const image = images[volumes.indexOf(volume)]!;
    const array = this.#array;
    const dropped = { volume, volumes, array, image, options, chosen: { format, form } };
    this.#savables = savables(dropped);
    const samples = array ? array.byteLength : "bytes" in image ? image.bytes : undefined;
    this.#format.show(form, samples);
    const index: OptionList = volumes.length > 1 ? [["volume", String(volume.index)]] : [];
    showCommands({
      options: [...options, ...index],
      array: array?.name.split(" in ").at(-1),
      stem: stemOf(dropped),
      format,
      names: this.#savables.map(({ name }) => name),
    });
  }

  async #save(savable: Savable | undefined): Promise<void> {
    if (!savable || !this.#form) return;
    const { name, data } = savable;
    if (data === undefined) {
      const { content, mediaType } = this.#form;
      return saveAs(name, new Blob([content], { type: mediaType }));
    }
    const save = byId<HTMLButtonElement>("save");
    save.setAttribute("aria-busy", "true");
    try {
      const { format: form } = this.#format;
      const options = this.#stated;
      const { index } = this.#volume!;
      saveAs(name, await this.#engine.ask({ task: "file", options, volume: index, form, data }));
    } catch (error) {
      showProblem(problemOf(error), this.#setOption);
    } finally {
      save.removeAttribute("aria-busy");
    }
  }

  async #download(format: "zip" | "json"): Promise<void> {
    const { format: form } = this.#format;
    const options: OptionList = [
      ...this.#stated,
      ...(form === "text" ? [] : [["forms", form] as const]),
    ];
    const { name, type, bytes } = await this.#engine.ask({ task: "download", options, format });
    saveAs(name, new Blob([bytes], { type }));
  }

  /** An array and a header wait for the series that they belong to. */
  #showWaiting(): void {
    const waits = this.#series === undefined;
    const array = byId("waiting-array");
    array.hidden = !waits || this.#arrays.length === 0;
    const words = this.#arrays.length === 1
      ? `${this.#arrays[0]!.name}: ${arrayWords(this.#arrays[0]!)}. Now drop its DICOM series.`
      : `${this.#arrays.length} arrays. Now drop the DICOM series.`;
    array.replaceChildren(words, " ", cross(() => this.#removeArray()));
    byId("waiting-header").hidden = !waits || !this.#checked;
    byId("waiting").hidden = array.hidden && byId("waiting-header").hidden;
  }

  /** Checks a header now, or as soon as there is a series. */
  async #check(header: Blob, withSeries: boolean): Promise<void> {
    const isFile = header instanceof File && !TEXT_FILE.test(header.name);
    byId<HTMLTextAreaElement>("check-text").value = isFile ? "" : await fileHeaderText(header);
    this.#checked = isFile ? header : "text";
    showCheckedFile(isFile ? header.name : undefined, () => this.#removeChecked());
    this.#showWaiting();
    // With its series, that is read first and the header checked then.
    if (!this.#series || withSeries && this.#reading) return;
    await this.#checkAgain();
    byId("check-title").focus();
  }

  #removeChecked(): void {
    this.#compared++;
    this.#checked = undefined;
    showCheckedFile(undefined, () => {});
    byId("check-result").replaceChildren();
    this.#view.compare(undefined);
    byId("check-title").focus();
  }

  async #checkAgain(): Promise<void> {
    if (!this.#checked || !this.#series) return;
    const turn = ++this.#compared;
    const header = this.#checked === "text"
      ? byId<HTMLTextAreaElement>("check-text").value
      : this.#checked;
    const volumes = this.#reply?.volumes ?? [];
    try {
      const reply = await this.#engine.ask({
        task: "check",
        header,
        options: this.#options.options,
        volumes: volumes.length > 1
          ? volumes.map(({ index, sizes, kinds }) => ({ index, sizes, kinds }))
          : [],
      });
      if (turn !== this.#compared) return;
      this.#view.compare(reply);
      showCheck(
        reply,
        volumes.length > 1 ? ` Compared with volume ${reply.volume}: ${reply.words}.` : "",
      );
    } catch (error) {
      if (turn !== this.#compared) return;
      this.#view.compare(undefined);
      showCheckProblem(problemOf(error));
    }
  }
}

/** An array as the option `npy` describes it: its values stay where they are. */
function npyOption(
  { shape, dtype, fortranOrder, offset }: DroppedArray,
): readonly [name: string, value: string] {
  return ["npy", JSON.stringify({ shape, dtype, fortran_order: fortranOrder, offset })];
}

/** What one of several volumes has to be asked. */
function questionOf(reply: Reply | undefined): Problem | undefined {
  const refusal = reply?.refused.find(({ code }) => code === "order-not-stated");
  return refusal && { ...refusal.details, code: refusal.code, title: "", detail: refusal.message };
}

function saveAs(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  make("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), SAVED_WITHIN);
}

/** Tells a screen reader. */
function say(words: string): void {
  byId("status").textContent = words;
}

function problemOf(error: unknown): Problem {
  if (error instanceof Refused) return error.problem;
  throw error;
}
