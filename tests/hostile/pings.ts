/**
 * What others see meanwhile: `GET /health`, on connections of their own, from a thread of its own.
 *
 * @module
 */

/** Asks until it is stopped. */
export class Pings {
  readonly #worker = new Worker(new URL("./ping_worker.ts", import.meta.url), { type: "module" });

  /**
   * @param origin The service
   * @returns when the first one was answered
   */
  static async begin(origin: string): Promise<Pings> {
    const pings = new Pings();
    await pings.#ask(origin);
    return pings;
  }

  /** How long each waited, seconds, those that are still waiting included; the longest is last. */
  async end(): Promise<number[]> {
    const waits = await this.#ask("end");
    this.#worker.terminate();
    return waits.sort((a, b) => a - b);
  }

  #ask(what: string): Promise<number[]> {
    return new Promise((done) => {
      this.#worker.onmessage = ({ data }) => done(data);
      this.#worker.postMessage(what);
    });
  }
}
