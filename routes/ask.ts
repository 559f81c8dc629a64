/**
 * The questions of the service, by path. What answers them takes long to load: it comes with the first
 * one that is asked, for a fast cold start.
 *
 * @module
 */

import type { Limits } from "../lib/limits.ts";
import type { Question } from "../lib/service.ts";

/** Questions by path. */
export const QUESTIONS: ReadonlyMap<string, Question> = new Map([
  ["/v1/header", "header"],
  ["/v1/check", "check"],
]);

/**
 * Answers a question.
 *
 * @throws {HeaderError} when there is no header, or no true one to compare with
 * @throws {HttpProblem} when HTTP's own rules refuse
 */
export async function ask(
  question: Question,
  request: Request,
  limits: Limits,
): Promise<Response> {
  const { answer } =
    await (question === "check" ? import("./check_answer.ts") : import("./answer.ts"));
  return await answer(request, limits);
}
