/**
 * `POST /v1/check`: a request to a reply.
 *
 * @module
 */

import { checkAnswer, checkRequest, writtenCheck } from "../lib/check_service.ts";
import type { Limits } from "../lib/limits.ts";
import { answerOf, respond } from "./answer.ts";

/**
 * Checks the header in a request.
 *
 * @throws {HeaderError} when there is no header, or no true one to compare with
 * @throws {HttpProblem} when HTTP's own rules refuse
 */
export function answer(request: Request, limits: Limits): Promise<Response> {
  return answerOf("check", request, limits, checkRequest, (asked) => {
    const { reply, budget, format } = checkAnswer(asked);
    return respond(writtenCheck(reply, format, budget));
  });
}
