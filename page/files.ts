/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/// <reference lib="dom.asynciterable" />
/**
 * Files that were chosen or dropped, folders walked through.
 *
 * @module
 */

import { type Choice, choiceOf } from "./choice.ts";
import type { NamedFile } from "./protocol.ts";

/** Files of an `<input type="file">`, with the folders that were chosen. */
export function chosenFiles(list: FileList | null): Choice {
  return choiceOf(
    [...list ?? []].map((file) => ({ path: file.webkitRelativePath || file.name, file })),
  );
}

/** Files of a drop. Has to be called while the event is handled: later the list is empty. */
export async function droppedFiles(transfer: DataTransfer): Promise<Choice> {
  const items = [...transfer.items].filter(({ kind }) => kind === "file");
  const entries = items.map((item) => item.webkitGetAsEntry());
  const bare = items.map((item) => item.getAsFile());
  const files = await Promise.all(entries.map((entry, k) => {
    if (entry) return filesOf(entry);
    const file = bare[k];
    return file ? [{ path: file.name, file }] : [];
  }));
  return choiceOf(files.flat());
}

async function filesOf(entry: FileSystemEntry): Promise<NamedFile[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject)
    );
    return [{ path: entry.fullPath.replace(/^\//, ""), file }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: NamedFile[] = [];
  // Browsers hand out at most 100 entries at a time, and none when there are no more.
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject)
    );
    if (entries.length === 0) return found;
    for (const files of await Promise.all(entries.map(filesOf))) found.push(...files);
  }
}
