# What the scripted packages of the tests have in common: Dify's protocol of lines, without Dify's SDK.
import json
import os
import subprocess
import sys
import threading
import time

lock = threading.Lock()


def send(message):
    with lock:
        sys.stdout.write(json.dumps(message) + "\n\n")
        sys.stdout.flush()


def ready():
    send({"version": "0.0.1", "type": "plugin", "name": "scripted"})
    send({"event": "log", "data": {"level": "INFO", "message": "Installed model: scripted", "timestamp": 1.5}})
    send({"event": "heartbeat", "session_id": None, "data": {}})


def session(request, kind, data):
    send({"event": "session", "session_id": request["session_id"], "data": {"type": kind, "data": data}})


def text(request, words, **delta):
    message = {"role": "assistant", "content": words, "name": None, "tool_calls": [], "opaque_body": None}
    message.update(delta.pop("message", {}))
    whole = {"index": 1, "message": message, "usage": None, "finish_reason": None}
    whole.update(delta)
    session(request, "stream", {"model": "m", "prompt_messages": [], "system_fingerprint": None, "delta": whole})


def end(request):
    session(request, "end", {})


def error(request, kind, message):
    session(request, "error", {"error_type": kind, "message": message, "args": {"traceback": "Traceback of " + kind}})
    end(request)


def requests():
    for line in sys.stdin:
        if line.strip():
            yield json.loads(line)
