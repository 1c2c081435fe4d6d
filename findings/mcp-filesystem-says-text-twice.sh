#!/usr/bin/env bash
# Seen 2026-11 with @modelcontextprotocol/server-filesystem 2026.8.31 on Node.js 20.
#
# The reference file server answers read_text_file with the text twice: as a text block, and again as structuredContent
# {"content": TEXT}. The protocol asks servers to repeat structured content as *serialised JSON* in a text block; here the block holds
# the bare text, so a client that looks for that JSON to leave one of the two out passes every file to the model twice.
#
# Needs node and npm. Exit code 1: the server behaves differently now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund @modelcontextprotocol/server-filesystem@2026.8.31
mkdir files
printf 'two lines\nof text\n' >files/note.txt
cat >ask.mjs <<'JS'
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
const folder = process.argv[2];
const server = spawn("node", ["node_modules/@modelcontextprotocol/server-filesystem/dist/index.js", folder], { stdio: ["pipe", "pipe", "ignore"] });
const send = message => server.stdin.write(JSON.stringify({ jsonrpc: "2.0", ...message }) + "\n");
createInterface({ input: server.stdout }).on("line", line => {
  const message = JSON.parse(line);
  if (message.id === 1) {
    send({ method: "notifications/initialized" });
    send({ id: 2, method: "tools/call", params: { name: "read_text_file", arguments: { path: folder + "/note.txt" } } });
  } else if (message.id === 2) {
    console.log(JSON.stringify({ blocks: message.result.content, structured: message.result.structuredContent }));
    server.kill();
  }
});
send({ id: 1, method: "initialize", params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "finding", version: "1" } } });
JS
seen=$(timeout 60 node ask.mjs "$work/files")
expected='{"blocks":[{"type":"text","text":"two lines\nof text\n"}],"structured":{"content":"two lines\nof text\n"}}'
echo "seen:     $seen"
echo "expected: $expected"
[ "$seen" = "$expected" ]
