// Reads folders, one a line of standard input, and answers with a line of JSON each.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const { readImageDicomFileSeriesNode } = await import(
  pathToFileURL(join(process.argv[2], "dist/index-node.js")).href
);

for await (const folder of createInterface({ input: process.stdin })) {
  let reply;
  try {
    const inputImages = readdirSync(folder).sort().map((name) => join(folder, name));
    const { outputImage: image } = await readImageDicomFileSeriesNode({ inputImages });
    const { origin, spacing, size } = image;
    const direction = Array.from(image.direction);
    reply = { origin, spacing, size, direction, data: Array.from(image.data, Number) };
  } catch (error) {
    reply = { error: String(error?.message ?? error) };
  }
  process.stdout.write(`${JSON.stringify({ reply })}\n`);
}
