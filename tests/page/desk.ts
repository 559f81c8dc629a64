/** The page's worker, without a browser. */

import type { Message, Source, Task } from "../../page/protocol.ts";
import { startWorker, type WorkerScope } from "../../page/worker.ts";

/** A worker that holds files. */
export function desk(): (task: Task) => Promise<unknown> {
  let answered: (message: Message) => void = () => {};
  const scope: WorkerScope = {
    onmessage: null,
    postMessage: (message) => "progress" in message || answered(message),
  };
  startWorker(scope);
  return (task) =>
    new Promise((resolve, reject) => {
      answered = (message) =>
        "answer" in message
          ? resolve(message.answer)
          : reject(new Error("problem" in message ? message.problem.detail : ""));
      scope.onmessage!(new MessageEvent("message", { data: { ...task, id: 0 } }));
    });
}

/** Files as they are dropped. */
export function sourceOf(
  files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
): Source {
  return {
    from: "files",
    files: files.map(({ name, bytes }) => ({ path: name, file: new File([bytes.slice()], name) })),
  };
}
