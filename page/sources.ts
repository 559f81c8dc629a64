/**
 * All ways in: chosen, dropped and pasted files and texts, a DICOMweb address, the example.
 *
 * @module
 */

import type { Choice } from "./choice.ts";
import { byId } from "./dom.ts";
import { exampleSeries } from "./example.ts";
import { chosenFiles, droppedFiles } from "./files.ts";
import type { Source } from "./protocol.ts";

/** What happens with what comes in. */
export interface Receiver {
  /** Files of a series, an array or both, or a text; and a few words about where it comes from. */
  open(source: Source, name: string): void;
  /**
   * A header that wants to be checked, or a file that begins with one.
   *
   * @param withSeries Whether it lay among the files of a series that is opened too
   */
  check(header: Blob, withSeries: boolean): void;
}

/** How headers begin that are text: NRRD's and MetaImage's. */
const HEADER_TEXT = /^\s*(NRRD|(ObjectType|NDims)[ \t]*=)/;
const HEADER_FILE = /\.(nrrd|nhdr|nii|nii\.gz|hdr|mha|mhd)$/i;

/** The samples beside a header of that name. */
const SAMPLES_FILE = /\.(img|raw|zraw|raw\.gz)$/i;

/** Listens to everything that can bring a series, an array or a header. */
export function listenToSources(receiver: Receiver): void {
  const openFiles = ({ name, files }: Choice): void => {
    const headers = files.filter(({ path }) => HEADER_FILE.test(path));
    const stems = new Set(headers.map(({ path }) => stemOf(path)));
    const others = files.filter((file) =>
      !headers.includes(file) && !(SAMPLES_FILE.test(file.path) && stems.has(stemOf(file.path)))
    );
    if (others.length > 0) receiver.open({ from: "files", files: others }, name);
    // One header at a time can be checked.
    if (headers.length > 0) receiver.check(headers[0]!.file, others.length > 0);
  };
  const openText = (text: string): void => {
    if (HEADER_TEXT.test(text)) receiver.check(new Blob([text.trimStart()]), false);
    else receiver.open({ from: "text", text }, "Pasted");
  };

  for (const kind of ["folder", "files", "header-file"]) {
    const input = byId<HTMLInputElement>(kind);
    const button = kind === "header-file" ? "pick-header" : `pick-${kind}`;
    byId(button).addEventListener("click", () => input.click());
    input.addEventListener("change", () => {
      const choice = chosenFiles(input.files);
      // The same choice once more shall count again.
      input.value = "";
      if (kind !== "header-file") openFiles(choice);
      else if (choice.files[0]) receiver.check(choice.files[0].file, false);
    });
  }
  byId("example").addEventListener("click", () => {
    receiver.open({ from: "text", text: exampleSeries() }, "A made-up example");
  });
  onSubmit("paste-form", () => openText(byId<HTMLTextAreaElement>("paste-text").value));
  onSubmit("dicomweb-form", () => {
    const url = byId<HTMLInputElement>("dicomweb-url").value;
    receiver.open({ from: "dicomweb", url }, "From a DICOMweb server");
  });
  onSubmit("check-form", () => {
    receiver.check(new Blob([byId<HTMLTextAreaElement>("check-text").value.trimStart()]), false);
  });
  byId("to-check").addEventListener("click", (event) => {
    // Before there is a series, the place for a header is that for texts.
    if (!byId("result").hidden) return;
    event.preventDefault();
    byId<HTMLDetailsElement>("paste").open = true;
    byId("paste-text").focus();
  });
  document.addEventListener("paste", (event) => {
    if (event.target instanceof Element && event.target.closest("input, textarea")) return;
    const text = event.clipboardData?.getData("text/plain");
    if (text) openText(text);
  });
  listenToDrops(openFiles, openText);
}

function listenToDrops(
  openFiles: (choice: Choice) => void,
  openText: (text: string) => void,
): void {
  const over = (is: boolean): boolean => document.body.classList.toggle("over", is);
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    over(true);
  });
  document.addEventListener("dragleave", (event) => over(event.relatedTarget !== null));
  document.addEventListener("drop", async (event) => {
    // A text that is dropped into a field belongs to the field.
    const { dataTransfer: transfer, target } = event;
    over(false);
    const holdsFiles = transfer?.types.includes("Files");
    if (!transfer || (!holdsFiles && target instanceof HTMLTextAreaElement)) return;
    event.preventDefault();
    const text = transfer.getData("text/plain");
    if (holdsFiles) openFiles(await droppedFiles(transfer));
    else if (text) openText(text);
  });
}

function onSubmit(form: string, act: () => void): void {
  byId(form).addEventListener("submit", (event) => {
    event.preventDefault();
    act();
  });
}

/** A path without its extensions. */
function stemOf(path: string): string {
  return path.replace(/(\.[a-z]{2,4}){1,2}$/i, "");
}
