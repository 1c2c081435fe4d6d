using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Scripting.CSharp;

/// <summary>The description of a method that is a tool, which is available without loading its assembly.</summary>
/// <param name="Method">The method's name.</param>
/// <param name="Tool">The tool; it cannot be run.</param>
internal sealed record CompiledFunction(string Method, Tool Tool);

/// <summary>A compiled text: its assembly, and its tools in the order of the text.</summary>
internal sealed record CompiledFunctions(byte[] Assembly, IReadOnlyList<CompiledFunction> Functions)
{
    public static CompiledFunctions FromJson(JsonObject json) => new(
        Convert.FromBase64String(json["assembly"]!.GetValue<string>()),
        [.. json["functions"]!.AsArray().Select(function => Read(function!.AsObject()))]);

    public JsonObject ToJson() => new()
    {
        ["functions"] = new JsonArray([.. Functions.Select(Write)]),
        ["assembly"] = Convert.ToBase64String(Assembly),
    };

    private static CompiledFunction Read(JsonObject json) => new(
        json["method"]!.GetValue<string>(),
        new Tool(json["name"]!.GetValue<string>(), json.Text("description"), json["input_schema"]!.DeepClone().AsObject())
        {
            ReturnType = json.Text("returns"),
        });

    private static JsonObject Write(CompiledFunction function) => new()
    {
        ["method"] = function.Method,
        ["name"] = function.Tool.Name,
        ["description"] = function.Tool.Description,
        ["input_schema"] = function.Tool.InputSchema.DeepClone(),
        ["returns"] = function.Tool.ReturnType,
    };
}
