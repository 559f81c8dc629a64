/**
 * The Lambda handler behind what API Gateway does for HTTP APIs (payload format 2.0):
 * `node lambda_server.mjs <bundle>`.
 */

import { Buffer } from "node:buffer";
import { createServer } from "node:http";
import process from "node:process";
import { pathToFileURL } from "node:url";

const { handler } = await import(pathToFileURL(process.argv[2]));

createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  if (!URL.canParse(request.url, "http://localhost")) return response.writeHead(400).end();
  const { pathname, search } = new URL(request.url, "http://localhost");
  // As the gateway sends it, bodies that are not text always in base64.
  const event = {
    version: "2.0",
    routeKey: "$default",
    rawPath: pathname,
    rawQueryString: search.slice(1),
    headers: request.headers,
    requestContext: {
      domainName: "api.example.org",
      http: { method: request.method, path: pathname, protocol: "HTTP/1.1", sourceIp: "192.0.2.1" },
      stage: "$default",
    },
    body: Buffer.concat(chunks).toString("base64"),
    isBase64Encoded: true,
  };
  const { statusCode, headers, body, isBase64Encoded } = await handler(event, {});
  response.writeHead(statusCode, headers);
  response.end(Buffer.from(body ?? "", isBase64Encoded ? "base64" : "utf8"));
}).listen(0, "127.0.0.1", function () {
  process.stdout.write(`Listening on http://127.0.0.1:${this.address().port}/\n`);
});
