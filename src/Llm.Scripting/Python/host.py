"""Runs functions that were given as text. Reads and writes JSON, one object per line; uses only the standard library.

The first message is {"code"}; the answer is {"tools"} or {"failure"}. Every later message is a call {"id", "name", "arguments",
"tool_call_id"}; its answer is {"id"} with "output" and "attachments", "error" or "pause", in the order in which the calls end.
"""
import sys

# The current directory is not searched because a file there could replace a module.
sys.path[:] = [entry for entry in sys.path if entry]

import base64
import inspect
import json
import os
import queue
import signal
import threading
import time
import types

FILE = "<functions>"
MODULE = "llm_functions"


class LateSite:
    """Finds installed packages only if a module is not in the standard library, because searching their folders takes time."""

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        sys.meta_path.remove(cls)
        import importlib.util
        import site

        site.main()
        return importlib.util.find_spec(name) if path is None else None


# --- The module that functions get by `import llm`.


class ToolOutput:
    def __init__(self, output=None, attachments=None):
        self.output = output
        self.attachments = attachments or []


class Attachment:
    def __init__(self, type=None, path=None, url=None, content=None):
        self.type, self.path, self.url, self.content = type, path, url, content

    def to_json(self):
        content = None if self.content is None else base64.b64encode(self.content).decode()
        return {"type": self.type, "path": self.path and os.path.abspath(self.path), "url": self.url, "content": content}


class ToolCall:
    def __init__(self, name, arguments, tool_call_id=None):
        self.name, self.arguments, self.tool_call_id = name, arguments, tool_call_id


class CancelToolCall(Exception):
    pass


class PauseChain(Exception):
    pass


def llm_module():
    module = types.ModuleType("llm")
    offered = [ToolOutput, Attachment, ToolCall, CancelToolCall, PauseChain]
    vars(module).update({member.__name__: member for member in offered})

    def missing(name):
        names = ", ".join(member.__name__ for member in offered)
        raise AttributeError(f"functions given as text have no llm.{name}; there are {names}")

    vars(module)["__getattr__"] = missing
    return module


# --- Schemas, with the same keys as those of pydantic 2 without titles, because the log hashes them.

FORMATS = {
    "datetime.datetime": "date-time", "datetime.date": "date", "datetime.time": "time", "datetime.timedelta": "duration",
    "uuid.UUID": "uuid", "pathlib.Path": "path", "builtins.bytes": "binary",
}
PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean", complex: "string", type(None): "null"}
DECIMAL = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^(?!^[-+.]*$)[+-]?0*\d*\.?\d*$"}]}


class Schemas:
    """The schema of one function's parameters, with the definitions that it refers to."""

    def __init__(self):
        self.definitions = {}

    def of_function(self, function):
        import typing

        hints = typing.get_type_hints(function, include_extras=True)
        parameters = [p for p in inspect.signature(function).parameters.values() if p.name not in ("self", "llm_tool_call")]
        schema = self.of_fields((p.name, hints.get(p.name, str), p.default) for p in parameters)
        if self.definitions:
            schema["$defs"] = self.definitions
        return in_order(schema)

    def of_fields(self, fields):
        properties, required = {}, []
        for name, annotation, default in fields:
            try:
                properties[name] = dict(self.of(annotation))
            except TypeError as error:
                raise TypeError(f"the parameter {name} cannot be described: {error}") from None
            if default is inspect.Parameter.empty:
                required.append(name)
            else:
                try:
                    properties[name]["default"] = json.loads(json.dumps(default, default=plain, allow_nan=False))
                # A ValueError means infinity or NaN, which are not JSON.
                except (TypeError, ValueError):
                    pass
        schema = {"type": "object", "properties": properties}
        if required:
            schema["required"] = required
        return schema

    def of(self, annotation):
        import typing

        origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
        if annotation is None or isinstance(annotation, type) and annotation in PLAIN:
            return {"type": PLAIN[annotation or type(None)]}
        if annotation in (typing.Any, object) or isinstance(annotation, typing.TypeVar):
            return {}
        if origin is typing.Union or origin is getattr(types, "UnionType", ()):
            # None comes last, whatever its position.
            return {"anyOf": [self.of(argument) for argument in sorted(arguments, key=lambda argument: argument is type(None))]}
        if origin is typing.Literal:
            return self.of_values(arguments)
        if origin is getattr(typing, "Annotated", ()):
            notes = [note.description for note in arguments[1:] if getattr(note, "description", None)]
            return {**self.of(arguments[0]), **({"description": notes[0]} if notes else {})}
        return self.of_class(annotation if origin is None else origin, arguments)

    def of_class(self, cls, arguments):
        if not isinstance(cls, type):
            raise TypeError(f"no JSON stands for {cls}")
        if issubclass(cls, tuple) and not hasattr(cls, "_fields"):
            return self.of_tuple(cls, arguments)
        if hasattr(cls, "__members__") or hasattr(cls, "__dataclass_fields__") or hasattr(cls, "__required_keys__"):
            return self.of_definition(cls)
        name = f"{cls.__module__}.{cls.__qualname__}"
        if name == "decimal.Decimal":
            return DECIMAL
        if name in FORMATS:
            return {"type": "string", "format": FORMATS[name]}
        if issubclass(cls, (set, frozenset)):
            return {"type": "array", "items": self.of(arguments[0]) if arguments else {}, "uniqueItems": True}
        if issubclass(cls, dict) or name == "collections.abc.Mapping":
            return {"type": "object", "additionalProperties": (len(arguments) > 1 and self.of(arguments[1])) or True}
        if issubclass(cls, list) or name in ("collections.abc.Sequence", "collections.abc.Iterable"):
            return {"type": "array", "items": self.of(arguments[0]) if arguments else {}}
        raise TypeError(f"no JSON stands for {cls.__qualname__}; take str, int, float, bool, list, dict, Literal, an Enum or a dataclass")

    def of_tuple(self, cls, arguments):
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            return {"type": "array", "items": self.of(arguments[0])}
        if not arguments or arguments == ((),):
            return {"type": "array", "items": {}}
        items = [self.of(argument) for argument in arguments]
        return {"type": "array", "prefixItems": items, "minItems": len(items), "maxItems": len(items)}

    def of_definition(self, cls):
        if cls.__name__ not in self.definitions:
            self.definitions[cls.__name__] = {}
            self.definitions[cls.__name__] = self.described(cls)
        return {"$ref": f"#/$defs/{cls.__name__}"}

    def described(self, cls):
        if hasattr(cls, "__members__"):
            schema = self.of_values([member.value for member in cls], always_list=True)
        else:
            import typing

            schema = self.of_fields((name, hint, default_of(cls, name)) for name, hint in typing.get_type_hints(cls).items())
        doc = inspect.cleandoc(cls.__doc__ or "")
        if doc and doc != "An enumeration." and not doc.startswith(cls.__name__ + "("):
            schema["description"] = doc
        return schema

    def of_values(self, values, always_list=False):
        values = [plain(value) if hasattr(type(value), "__members__") else value for value in values]
        schema = {"enum": values} if always_list or len(values) > 1 else {"const": values[0]}
        kinds = {type(value) for value in values}
        if len(kinds) == 1 and kinds <= set(PLAIN):
            schema["type"] = PLAIN[kinds.pop()]
        return schema


def default_of(cls, name):
    if hasattr(cls, "__required_keys__"):
        return inspect.Parameter.empty if name in cls.__required_keys__ else object()
    field = cls.__dataclass_fields__[name]
    import dataclasses

    if field.default_factory is not dataclasses.MISSING:
        return object()
    return inspect.Parameter.empty if field.default is dataclasses.MISSING else field.default


def plain(value):
    """Converts a default to JSON; raises TypeError if that is impossible."""
    if hasattr(type(value), "__members__"):
        return value.value
    if isinstance(value, (set, frozenset)):
        return list(value)
    if isinstance(value, bytes):
        return value.decode()
    if hasattr(value, "__dataclass_fields__"):
        return {name: getattr(value, name) for name in value.__dataclass_fields__}
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "__fspath__"):
        return value.__fspath__()
    raise TypeError("no JSON stands for this default")


def in_order(value, parent=None):
    if isinstance(value, dict):
        keys = value if parent in ("properties", "default") else sorted(value)
        return {key: in_order(value[key], key) for key in keys}
    return [in_order(item, parent) for item in value] if isinstance(value, list) else value


# --- The functions.


def load(code):
    """Returns the functions by name: those that the text defines, but not imported ones and classes."""
    module = types.ModuleType(MODULE)
    sys.modules[MODULE] = module
    exec(compile(code, FILE, "exec", dont_inherit=True), vars(module))
    functions = {}
    for name, value in list(vars(module).items()):
        own = callable(value) and not inspect.isclass(value) and getattr(value, "__module__", None) == module.__name__
        if own and not name.startswith("_"):
            given = getattr(value, "__name__", name)
            functions.setdefault(name if given == "<lambda>" else given, value)
    return functions


def describe(name, function):
    signature = inspect.signature(function)
    returns = signature.return_annotation
    try:
        schema = Schemas().of_function(function)
    except Exception as error:
        raise TypeError(f"{name}() cannot be a tool: {error}") from None
    return {
        "name": name,
        "description": function.__doc__ or None,
        "input_schema": schema,
        "signature": own_names(f"{name}{signature}"),
        "returns": None if returns is inspect.Signature.empty else own_names(inspect.formatannotation(returns)),
    }


def own_names(text):
    """Removes the name of the internal module from the text's own classes, because users do not know it."""
    return text.replace(f"{MODULE}.", "")


def failure(error):
    if isinstance(error, SyntaxError) and error.filename == FILE:
        return {"message": error.msg, "line": error.lineno, "column": error.offset, "text": error.text}
    line, step = None, error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == FILE:
            line = step.tb_lineno
        step = step.tb_next
    module = error.name if isinstance(error, ModuleNotFoundError) else None
    return {"message": f"{type(error).__name__}: {error}", "line": line, "module": module}


class Calls:
    """Runs calls: plain functions one after the other on the main thread, async ones concurrently on a separate thread."""

    def __init__(self, functions, answer):
        self.functions, self.answer, self.loop = functions, answer, None

    def run(self, call):
        try:
            function, arguments = self.functions[call["name"]], call["arguments"]
            if "llm_tool_call" in inspect.signature(function).parameters:
                arguments = {**arguments, "llm_tool_call": ToolCall(call["name"], dict(arguments), call["tool_call_id"])}
            result = function(**arguments)
            if inspect.isawaitable(result):
                self.run_async(call, result)
            else:
                self.finish(call, result)
        except BaseException as error:
            self.fail(call, error)

    def run_async(self, call, awaitable):
        import asyncio

        if self.loop is None:
            self.loop = asyncio.new_event_loop()
            threading.Thread(target=self.loop.run_forever, daemon=True).start()

        async def complete():
            try:
                self.finish(call, await awaitable)
            except BaseException as error:
                self.fail(call, error)

        asyncio.run_coroutine_threadsafe(complete(), self.loop)

    def finish(self, call, result):
        attachments = []
        if isinstance(result, ToolOutput):
            attachments = [attachment.to_json() for attachment in result.attachments]
            result = result.output
        output = result if isinstance(result, str) else json.dumps(result, default=repr)
        self.answer({"id": call["id"], "output": clean(output), "attachments": attachments})

    def fail(self, call, error):
        if isinstance(error, PauseChain):
            self.answer({"id": call["id"], "pause": clean(str(error))})
        else:
            self.answer({"id": call["id"], "error": {"name": type(error).__name__, "message": clean(str(error))}})


def clean(text):
    """Replaces halves of surrogate pairs, which are not valid text."""
    return text.encode("utf-8", "replace").decode("utf-8")


def main():
    # The protocol keeps the pipes for itself: functions print to stderr and have no input.
    source, sink = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)
    # Ctrl-C reaches this process too, but the process that started it decides what to do.
    signal.signal(signal.SIGINT, lambda *_: None)
    sys.modules["llm"] = llm_module()
    if sys.flags.no_site:
        sys.meta_path.append(LateSite)
    lock = threading.Lock()

    def answer(message):
        with lock:
            sink.write(json.dumps(message).encode() + b"\n")
            sink.flush()

    try:
        functions = load(json.loads(source.readline())["code"])
        answer({"tools": [describe(name, function) for name, function in functions.items()]})
    except BaseException as error:
        answer({"failure": failure(error)})
        return
    waiting, calls = queue.SimpleQueue(), Calls(functions, answer)

    def read():
        for line in source:
            waiting.put(json.loads(line))
        waiting.put(None)
        # A function that does not return must not outlive the caller.
        time.sleep(1)
        os._exit(1)

    threading.Thread(target=read, daemon=True).start()
    while True:
        call = waiting.get()
        if call is None:
            return
        calls.run(call)


main()
