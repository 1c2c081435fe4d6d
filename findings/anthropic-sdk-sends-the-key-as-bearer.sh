#!/usr/bin/env bash
# Seen 2026-11 with @anthropic-ai/sdk 1.14.0 and, beside it, 0.137.0, on Node.js 20.
#
# From its version 1 on, Anthropic's own client sends an API key as "authorization: Bearer KEY" with anthropic-version 2026-10-21; the
# header x-api-key, which every older description of the interface names, is gone. A server or proxy for such clients that only reads
# x-api-key refuses the new ones, and a client must choose the version that it speaks on purpose.
#
# Needs node and npm. Exit code 1: the client behaves differently now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund new@npm:@anthropic-ai/sdk@1.14.0 old@npm:@anthropic-ai/sdk@0.137.0
cat >ask.mjs <<'JS'
import { createServer } from "node:http";
const answer = { id: "msg_1", type: "message", role: "assistant", model: "m", content: [{ type: "text", text: "hi" }],
  stop_reason: "end_turn", stop_sequence: null, usage: { input_tokens: 1, output_tokens: 1 } };
const server = createServer((request, response) => {
  const { authorization = null, "x-api-key": key = null, "anthropic-version": version } = request.headers;
  console.log(JSON.stringify({ authorization, key, version }));
  response.setHeader("content-type", "application/json").end(JSON.stringify(answer));
});
server.listen(0, "127.0.0.1", async () => {
  for (const name of ["new", "old"]) {
    const { default: Anthropic } = await import(name);
    const client = new Anthropic({ apiKey: "K", baseURL: `http://127.0.0.1:${server.address().port}` });
    await client.messages.create({ model: "m", max_tokens: 5, messages: [{ role: "user", content: "hi" }] });
  }
  server.close();
  server.closeAllConnections();
});
JS
seen=$(timeout 60 node ask.mjs)
expected='{"authorization":"Bearer K","key":null,"version":"2026-10-21"}
{"authorization":null,"key":"K","version":"2023-06-01"}'
printf 'seen:\n%s\nexpected:\n%s\n' "$seen" "$expected"
[ "$seen" = "$expected" ]
