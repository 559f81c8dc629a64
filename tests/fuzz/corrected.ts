/** The caller's own header, which `POST /v1/check` gives back with its geometry set right. */

/** A reply or a problem as JSON, without that header. */
export function withoutCorrection(text: string): string {
  const reply = JSON.parse(text);
  if (reply.right) delete reply.right.header;
  return JSON.stringify(reply);
}
