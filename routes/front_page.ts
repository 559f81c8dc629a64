/**
 * `GET /`: what this is and how to ask.
 *
 * @module
 */

/**
 * The page as HTML.
 *
 * @param origin Origin under which the service was reached, for the example
 */
export function frontPage(origin: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>dcm2nhdr</title>
<h1>dcm2nhdr</h1>
<p>DICOM headers in, a correct and ready NRRD header out. Nothing is stored.</p>
<pre>tar -cf - series/ | curl --data-binary @- ${origin}/v1/header</pre>
<p><a href="/health">/health</a></p>
</html>
`;
}
