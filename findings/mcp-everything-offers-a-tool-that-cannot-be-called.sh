#!/usr/bin/env bash
# Seen 2026-11 with @modelcontextprotocol/server-everything 2026.8.31 on Node.js 20.
#
# The reference test server lists simulate-research-query to every client, also to one that declares no support for tasks. The tool has
# execution.taskSupport "required", and a plain tools/call of it never runs: it comes back as a result with isError whose text quotes the
# protocol error -32601. A client must read that field and leave such tools out, or the model is offered a tool that cannot work.
#
# Needs node and npm. Exit code 1: the server behaves differently now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund @modelcontextprotocol/server-everything@2026.8.31
cat >ask.mjs <<'JS'
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
const server = spawn("node", ["node_modules/@modelcontextprotocol/server-everything/dist/index.js", "stdio"], { stdio: ["pipe", "pipe", "ignore"] });
const send = message => server.stdin.write(JSON.stringify({ jsonrpc: "2.0", ...message }) + "\n");
const seen = {};
createInterface({ input: server.stdout }).on("line", line => {
  const message = JSON.parse(line);
  if (message.id === 1) {
    send({ method: "notifications/initialized" });
    send({ id: 2, method: "tools/list", params: {} });
  } else if (message.id === 2) {
    seen.execution = message.result.tools.find(tool => tool.name === "simulate-research-query")?.execution;
    send({ id: 3, method: "tools/call", params: { name: "simulate-research-query", arguments: { topic: "rivers" } } });
  } else if (message.id === 3) {
    seen.isError = message.result?.isError ?? false;
    seen.code = message.result?.content[0].text.match(/-\d+/)[0] ?? null;
    console.log(JSON.stringify(seen));
    server.kill();
  }
});
send({ id: 1, method: "initialize", params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "finding", version: "1" } } });
JS
seen=$(timeout 60 node ask.mjs)
expected='{"execution":{"taskSupport":"required"},"isError":true,"code":"-32601"}'
echo "seen:     $seen"
echo "expected: $expected"
[ "$seen" = "$expected" ]
