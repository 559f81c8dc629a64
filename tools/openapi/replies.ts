/**
 * Replies of the service, by the names under which the document publishes them.
 *
 * @module
 */

import type { Diagnosis } from "../../lib/check/diagnosis.ts";
import type { CheckReply } from "../../lib/check/mod.ts";
import type { Skipped } from "../../lib/errors.ts";
import type { SeriesReply } from "../../lib/identity.ts";
import type { SegmentReply } from "../../lib/array/segments.ts";
import type { RefusalReply, Reply, SliceReply, VolumeReply } from "../../lib/reply.ts";
import type { Finding } from "../../lib/volumes/finding.ts";
import type { Problem } from "../../routes/problems.ts";

/** Reply of `GET /health`. */
export interface Health {
  readonly status: "ok";
}

/** Every schema of a reply that has a name of its own; what else there is stands where it is used. */
export interface Replies {
  readonly Reply: Reply;
  readonly Volume: VolumeReply;
  readonly Series: SeriesReply;
  readonly Slice: SliceReply;
  readonly CheckReply: CheckReply;
  readonly Diagnosis: Diagnosis;
  readonly Segment: SegmentReply;
  readonly Finding: Finding;
  readonly Refusal: RefusalReply;
  readonly Skipped: Skipped;
  readonly Problem: Problem;
  readonly Health: Health;
}
