using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Llm.Json;

/// <summary>Writes values as Python's <c>repr</c> shows them, for messages that must read as the Python tool's do.</summary>
public static class PythonRepr
{
    /// <summary>The text: <c>{'a': [1, None, True]}</c>.</summary>
    public static string Of(JsonNode? value)
    {
        var output = new StringBuilder();
        Write(output, value);
        return output.ToString();
    }

    /// <summary>A string literal: single quotes, double ones if the text holds only single ones.</summary>
    public static string Quote(string text)
    {
        var quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        var output = new StringBuilder().Append(quote);
        foreach (var c in text)
        {
            _ = c switch
            {
                '\\' => output.Append("\\\\"),
                '\n' => output.Append("\\n"),
                '\r' => output.Append("\\r"),
                '\t' => output.Append("\\t"),
                _ when c == quote => output.Append('\\').Append(c),
                < ' ' or '\x7f' => output.Append("\\x").Append(((int)c).ToString("x2")),
                _ => output.Append(c),
            };
        }

        return output.Append(quote).ToString();
    }

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
                    output.Append(Quote(key)).Append(": ");
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
                    JsonValueKind.String => Quote(value.GetValue<string>()),
                    JsonValueKind.True => "True",
                    JsonValueKind.False => "False",
                    JsonValueKind.Number => PythonNumber.Format(value.AsValue()),
                    _ => "None",
                });
                break;
        }
    }
}
