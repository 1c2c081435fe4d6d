"""A stub of Dify's SDK for the tests: as much as the package beside it needs, with the protocol of the real one."""
import importlib.util
import inspect
import json
import os
import re
import sys
import threading
import time
import traceback

from dify_plugin import models
from dify_plugin.models import ModelProvider  # noqa: F401


class DifyPluginEnv:
    def __init__(self, MAX_REQUEST_TIMEOUT=300):
        self.timeout = MAX_REQUEST_TIMEOUT


class Plugin:
    def __init__(self, env):
        self.lock = threading.Lock()
        with open("provider/kennel.yaml", encoding="utf-8") as file:
            text = file.read()
        self.provider = self.load(re.search(r"provider_source: (\S+)", text)[1], ModelProvider)()
        self.models = {}
        for source in re.findall(r"- (models/\S+\.py)", text):
            model = self.load(source, models.Model)
            self.models[model.model_type] = model()

    def load(self, source, base):
        spec = importlib.util.spec_from_file_location(source.replace("/", ".")[:-3], source)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        found = [value for value in vars(module).values() if inspect.isclass(value) and issubclass(value, base)]
        return [value for value in found if value.__module__ == spec.name][0]

    def send(self, message):
        with self.lock:
            sys.stdout.write(json.dumps(message, separators=(",", ":")) + "\n\n")
            sys.stdout.flush()

    def beat(self):
        while True:
            self.send({"event": "heartbeat", "session_id": None, "data": {}})
            time.sleep(float(os.environ.get("HEARTBEAT_INTERVAL", "10")))

    def run(self):
        self.send({"version": "0.0.1", "type": "plugin", "name": "kennel"})
        threading.Thread(target=self.beat, daemon=True).start()
        while True:
            # As the real one: it does not notice the end of its input.
            line = sys.stdin.readline()
            if line.strip():
                threading.Thread(target=self.answer, args=(json.loads(line),), daemon=True).start()

    def answer(self, request):
        def reply(kind, data):
            self.send({"event": "session", "session_id": request["session_id"], "data": {"type": kind, "data": data}})

        try:
            for piece in self.dispatch(request["data"]):
                reply("stream", piece)
        except Exception as error:
            args = {"traceback": traceback.format_exc()}
            reply("error", {"error_type": type(error).__name__, "message": str(error), "args": args})
        reply("end", {})

    def dispatch(self, data):
        action, credentials = data["action"], data["credentials"]
        if action == "validate_provider_credentials":
            self.provider.validate_provider_credentials(credentials)
            yield {"result": True, "credentials": credentials}
            return
        yield from self.models[data["model_type"]].handle(action, data, credentials)
