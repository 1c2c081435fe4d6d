using System.ComponentModel;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Llm.Json;

/// <summary>Writes values as Python's <c>repr</c> does, for messages that must equal the Python tool's.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PythonRepr
{
    /// <summary>Writes a value as <c>repr</c> does, such as <c>{'a': [1, None, True]}</c>.</summary>
    public static string Format(JsonNode? value)
    {
        var output = new StringBuilder();
        Write(output, value);
        return output.ToString();
    }

    /// <summary>Writes a value as Python's <c>str</c> does: text as it is, everything else as <see cref="Format(JsonNode?)"/>.</summary>
    public static string Display(JsonNode? value) =>
        value is JsonValue text && text.GetValueKind() == JsonValueKind.String ? text.GetValue<string>() : Format(value);

    private static void Write(StringBuilder output, JsonNode? value)
    {
        switch (value)
        {
            case null:
                output.Append("None");
                break;
            case JsonObject map:
                output.Append('{');
                var first = true;
                foreach (var (key, item) in map)
                {
                    if (!first) output.Append(", ");
                    first = false;
                    output.Append(PythonQuote.Quote(key)).Append(": ");
                    Write(output, item);
                }

                output.Append('}');
                break;
            case JsonArray list:
                output.Append('[');
                for (var i = 0; i < list.Count; i++)
                {
                    if (i > 0) output.Append(", ");
                    Write(output, list[i]);
                }

                output.Append(']');
                break;
            default:
                output.Append(value.GetValueKind() switch
                {
                    JsonValueKind.String => PythonQuote.Quote(value.GetValue<string>()),
                    JsonValueKind.True => "True",
                    JsonValueKind.False => "False",
                    JsonValueKind.Number => Number(PythonNumber.Format(value.AsValue())),
                    _ => "None",
                });
                break;
        }
    }

    private static string Number(string json) => json switch
    {
        "Infinity" => "inf",
        "-Infinity" => "-inf",
        "NaN" => "nan",
        _ => json,
    };
}
