using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Cli.Input.Rows;

/// <summary>Makes rows from JSON objects.</summary>
internal static class RowText
{
    /// <summary>Makes a row; the first member of the object is the ID.</summary>
    public static InputRow Of(JsonObject json, string name)
    {
        if (json.Count == 0) throw new LlmException($"{name} has an object without members. Each needs an ID and something to embed.");
        var values = json.Select(member => member.Value).ToList();
        return new InputRow(values[0] is null ? "None" : Text(values[0]), [.. values.Skip(1).Select(Text)]);
    }

    private static string Text(JsonNode? value) => value switch
    {
        null => "",
        JsonValue text when text.GetValueKind() == JsonValueKind.String => text.GetValue<string>(),
        JsonValue number when number.GetValueKind() == JsonValueKind.Number => PythonNumber.Format(number),
        _ => PythonJson.CompactUnescaped(value),
    };
}
