#!/usr/bin/env bash
# Seen 2026-11 with together-ai 0.52.0 and groq-sdk 1.6.0 on Node.js 20.
#
# The chunks of a chat completion are server-sent events without a name. Where a server names them ("event: message" is what an event
# without a name is called by the standard), Together's client passes over every such chunk and ends with an empty answer and no error,
# while Groq's client, made by the same generator, reads them all. A server for such clients must not write an "event:" line.
#
# Needs node and npm. Exit code 1: one of the clients behaves differently now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund together-ai@0.52.0 groq-sdk@1.6.0
cat >ask.mjs <<'JS'
import { createServer } from "node:http";
const chunk = text => JSON.stringify({ id: "c", object: "chat.completion.chunk", created: 1, model: "m", choices: [{ index: 0, delta: { content: text }, finish_reason: null }] });
let named = false;
const server = createServer((request, response) => {
  response.setHeader("content-type", "text/event-stream");
  for (const data of [chunk("a"), chunk("b"), "[DONE]"]) response.write(`${named ? "event: message\n" : ""}data: ${data}\n\n`);
  response.end();
});
server.listen(0, "127.0.0.1", async () => {
  const baseURL = `http://127.0.0.1:${server.address().port}/v1`;
  for (const name of ["together-ai", "groq-sdk"]) {
    const { default: Client } = await import(name);
    for (named of [false, true]) {
      let text = "";
      const stream = await new Client({ apiKey: "K", baseURL }).chat.completions.create({ model: "m", stream: true, messages: [{ role: "user", content: "hi" }] });
      for await (const part of stream) text += part.choices?.[0]?.delta?.content ?? "";
      console.log(`${name} ${named ? "named" : "plain"} '${text}'`);
    }
  }
  server.close();
  server.closeAllConnections();
});
JS
seen=$(timeout 60 node ask.mjs)
expected="together-ai plain 'ab'
together-ai named ''
groq-sdk plain 'ab'
groq-sdk named 'ab'"
printf 'seen:\n%s\nexpected:\n%s\n' "$seen" "$expected"
[ "$seen" = "$expected" ]
