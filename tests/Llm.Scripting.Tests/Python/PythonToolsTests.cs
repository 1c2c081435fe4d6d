using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Tests;

namespace Llm.Scripting.Tests.Python;

/// <summary>The tools that a Python text gives.</summary>
public sealed class PythonToolsTests : PythonTest
{
    private const string Several =
        "import json, os\n\nLIMIT = 3\n\ndef _hidden(x):\n    return x\n\ndef pick(items: list, index: int = 0, *, loud: "
        + "bool = False):\n    \"\"\"Pick one item.\n\n    Second paragraph.\"\"\"\n    value = items[index]\n    return "
        + "str(value).upper() if loud else value\n\ndef shape(kind: str) -> dict:\n    return {\"kind\": kind, \"sides\": {\"square\": 4, "
        + "\"triangle\": LIMIT}[kind], \"who\": _hidden(\"me\")}\n\nasync def later(text: "
        + "str) -> str:\n    \"An async one\"\n    return text[::-1]\n";

    [Fact]
    public async Task Functions_are_tools_in_the_order_of_the_text_with_the_Python_tools_hashes()
    {
        var tools = await LoadAsync(Several);
        tools.Select(tool => tool.Name).ShouldBe(["pick", "shape", "later"]);
        // The hashes that the Python tool's log has for this text.
        tools.Select(tool => tool.Hash()).ShouldBe(
        [
            "97edc083b8696a4ef976967dc9fc41685a12436ddc8ac1c8bca896ea9777d0fc",
            "153265a2bd4d9a1bc1a04af0f9d1af802c1b1e595065708de945e88b0e43bda5",
            "e986c76a3bc2a42672c795ec960f1e807bbde7f0db026037797dcb2285bcaa6d",
        ]);
        tools.Select(tool => tool.Signature).ShouldBe(
            ["pick(items: list, index: int = 0, *, loud: bool = False)", "shape(kind: str) -> dict", "later(text: str) -> str"]);
        tools.Select(tool => tool.ReturnType).ShouldBe([null, "dict", "str"]);
    }

    [Fact]
    public async Task Hashes_are_those_of_the_vectors()
    {
        var tools = await LoadAsync("def f(x: int, y: str = 'd', z: float = 1.5):\n    'Doc string'\n\ndef g(a): pass\n\ndef h(items: list[str], d: dict, b: bool = True):\n    '''Multi\n    line'''\n");
        var vectors = JsonNode.Parse(SharedData.Recorded("vectors-0.32.json"))!["tool_hash"]!.AsArray();
        tools.Select(tool => tool.Hash()).ShouldBe(
            vectors.Where(vector => vector!["plugin"] is null).Select(vector => vector!["hash"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Schemas_are_those_of_pydantic()
    {
        var data = JsonText.Parse(await File.ReadAllTextAsync(
            Path.Combine(SharedData.RepositoryRoot, "tests", "Llm.Scripting.Tests", "Python", "schemas.json"), Token))!;
        var cases = data["cases"]!.AsArray();
        var functions = cases.Select((item, i) => $"def f{i}({item!["parameters"]}): pass\n");
        var tools = await LoadAsync(data["before"] + string.Concat(functions));
        tools.Count.ShouldBe(70);
        foreach (var (tool, item) in tools.Zip(cases))
            PythonJson.Spaced(tool.InputSchema).ShouldBe(PythonJson.Spaced(item!["schema"]), item["parameters"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("a: float = float('inf')", """{"properties": {"a": {"type": "number"}}, "type": "object"}""")]
    [InlineData("a: list = [float('nan')]", """{"properties": {"a": {"items": {}, "type": "array"}}, "type": "object"}""")]
    public async Task A_default_that_no_JSON_stands_for_is_left_out(string parameters, string schema) =>
        PythonJson.Spaced((await LoadAsync($"def f({parameters}): pass"))[0].InputSchema).ShouldBe(schema);

    [Fact]
    public async Task Signatures_name_the_texts_classes_as_the_text_does()
    {
        var tools = await LoadAsync("""
            import enum
            class Color(enum.Enum):
                RED = "r"
            def paint(c: Color = Color.RED, more: list[Color] = []) -> Color: return c
            """);
        tools[0].Signature.ShouldBe("paint(c: Color = <Color.RED: 'r'>, more: list[Color] = []) -> Color");
        tools[0].ReturnType.ShouldBe("Color");
    }

    [Fact]
    public async Task What_a_text_imports_and_its_classes_are_no_tools()
    {
        var tools = await LoadAsync("""
            from math import sqrt
            from typing import Optional
            from functools import lru_cache, wraps
            from dataclasses import dataclass

            @dataclass
            class Point:
                x: int

            def loud(function):
                @wraps(function)
                def inner(*args, **kwargs):
                    return function(*args, **kwargs).upper()
                return inner

            @lru_cache
            def root(x: float) -> float:
                return sqrt(x)

            @loud
            def greet(name: str) -> str:
                "Greets"
                return "hi " + name

            double = lambda x: x * 2
            again = root
            """);
        tools.Select(tool => tool.Name).ShouldBe(["loud", "root", "greet", "double"]);
        tools[2].Signature.ShouldBe("greet(name: str) -> str");
        (await CallAsync(tools, "greet", """{"name": "panda"}""")).Output.ShouldBe("HI PANDA");
    }

    [Fact]
    public async Task A_file_is_read()
    {
        var file = Write(
            "f.py", "def area(width: int, height: float = 2.5) -> float:\n    \"Area of a rectangle\"\n    return width * height\n");
        var tools = await LoadAsync(file);
        tools[0].Hash().ShouldBe("b61a791c1b5219b664d0d78674a179ef60a9231f9150d934691fcc7e9860356a");
        (await ErrorOfAsync("absent.py")).ShouldBe("File not found: absent.py");
    }

    [Fact]
    public async Task A_parameter_that_no_JSON_stands_for_is_told() =>
        (await ErrorOfAsync("class Bag: pass\n\ndef f(x: int, bag: Bag): pass")).ShouldBe(
            "Error in --functions definition: TypeError: f() cannot be a tool: the parameter bag cannot be described: "
            + "no JSON stands for Bag; "
            + "take str, int, float, bool, list, dict, Literal, an Enum or a dataclass");

    [Fact]
    public async Task A_text_without_functions_has_no_tools() => (await LoadAsync("x = 1")).ShouldBeEmpty();
}
