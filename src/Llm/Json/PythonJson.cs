using System.ComponentModel;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Llm.Json;

/// <summary>
/// Writes JSON text exactly as Python's <c>json.dumps</c> does, because it is hashed or shared with the Python tool.
/// </summary>
/// <remarks>Keys keep their order except in <see cref="Canonical"/>. All members are thread-safe.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PythonJson
{
    /// <summary>Writes as <c>json.dumps(value)</c>: with the separators <c>", "</c> and <c>": "</c>, and non-ASCII escaped.</summary>
    public static string Spaced(JsonNode? value) => Write(value, new Style(", ", ": ", Ascii: true));

    /// <summary>Writes as <c>json.dumps(value, separators=(",", ":"))</c>: without white space, and with non-ASCII escaped.</summary>
    public static string Compact(JsonNode? value) => Write(value, new Style(",", ":", Ascii: true));

    /// <summary>Writes compact text without escaping non-ASCII characters.</summary>
    public static string CompactUnescaped(JsonNode? value) => Write(value, new Style(",", ":", Ascii: false));

    /// <summary>Writes as <c>json.dumps(value, indent=…)</c>: one item per line, and non-ASCII escaped.</summary>
    public static string Indented(JsonNode? value, int indent = 2) => Write(value, new Style(",", ": ", Ascii: true, Indent: indent));

    /// <summary>Writes as <see cref="Indented"/>, without escaping non-ASCII characters.</summary>
    public static string IndentedUnescaped(JsonNode? value, int indent = 2) =>
        Write(value, new Style(",", ": ", Ascii: false, Indent: indent));

    /// <summary>Writes the form that messages are hashed in: keys sorted by code point, no white space, non-ASCII not escaped.</summary>
    public static string Canonical(JsonNode? value) => Write(value, new Style(",", ":", Ascii: false, Sorted: true));

    /// <summary>Writes a string as a JSON literal, with non-ASCII characters escaped.</summary>
    public static string Quote(string text)
    {
        var output = new StringBuilder();
        WriteString(output, text, ascii: true);
        return output.ToString();
    }

    private readonly record struct Style(string Comma, string Colon, bool Ascii, bool Sorted = false, int? Indent = null);

    private static string Write(JsonNode? value, Style style)
    {
        var output = new StringBuilder();
        WriteNode(output, value, style, 0);
        return output.ToString();
    }

    private static void WriteNode(StringBuilder output, JsonNode? node, Style style, int depth)
    {
        switch (node)
        {
            case null:
                output.Append("null");
                break;
            case JsonObject map when map.Count == 0:
                output.Append("{}");
                break;
            case JsonArray { Count: 0 }:
                output.Append("[]");
                break;
            case JsonObject map:
                WriteObject(output, map, style, depth);
                break;
            case JsonArray list:
                output.Append('[');
                for (var i = 0; i < list.Count; i++)
                {
                    if (i > 0) output.Append(style.Comma);
                    NewLine(output, style, depth + 1);
                    WriteNode(output, list[i], style, depth + 1);
                }

                NewLine(output, style, depth);
                output.Append(']');
                break;
            default:
                WriteLeaf(output, node, style);
                break;
        }
    }

    private static void WriteObject(StringBuilder output, JsonObject map, Style style, int depth)
    {
        var keys = new List<string>(map.Count);
        foreach (var (key, _) in map) keys.Add(key);
        // Start-up: LINQ over key-value pairs would have to be compiled at run time.
        if (style.Sorted) keys.Sort(CodePointComparer.Instance);
        var first = true;
        output.Append('{');
        foreach (var key in keys)
        {
            if (!first) output.Append(style.Comma);
            first = false;
            NewLine(output, style, depth + 1);
            WriteString(output, key, style.Ascii);
            output.Append(style.Colon);
            WriteNode(output, map[key], style, depth + 1);
        }

        NewLine(output, style, depth);
        output.Append('}');
    }

    private static void WriteLeaf(StringBuilder output, JsonNode node, Style style)
    {
        switch (node.GetValueKind())
        {
            case JsonValueKind.String:
                WriteString(output, node.GetValue<string>(), style.Ascii);
                break;
            case JsonValueKind.True:
                output.Append("true");
                break;
            case JsonValueKind.False:
                output.Append("false");
                break;
            case JsonValueKind.Number:
                output.Append(PythonNumber.Format(node.AsValue()));
                break;
            default:
                output.Append("null");
                break;
        }
    }

    private static void NewLine(StringBuilder output, Style style, int depth)
    {
        if (style.Indent is { } indent) output.Append('\n').Append(' ', indent * depth);
    }

    private static void WriteString(StringBuilder output, string text, bool ascii)
    {
        output.Append('"');
        foreach (var c in text)
        {
            switch (c)
            {
                case '"':
                    output.Append("\\\"");
                    break;
                case '\\':
                    output.Append("\\\\");
                    break;
                case '\b':
                    output.Append("\\b");
                    break;
                case '\f':
                    output.Append("\\f");
                    break;
                case '\n':
                    output.Append("\\n");
                    break;
                case '\r':
                    output.Append("\\r");
                    break;
                case '\t':
                    output.Append("\\t");
                    break;
                default:
                    if (c < ' ' || (ascii && c > '~')) output.Append("\\u").Append(((int)c).ToString("x4"));
                    else output.Append(c);
                    break;
            }
        }

        output.Append('"');
    }

    /// <summary>Orders by Unicode code point; UTF-16 code units would put U+FFFF after U+10000.</summary>
    private sealed class CodePointComparer : IComparer<string>
    {
        public static readonly CodePointComparer Instance = new();

        public int Compare(string? x, string? y)
        {
            var length = Math.Min(x!.Length, y!.Length);
            for (var i = 0; i < length; i++)
            {
                if (x[i] == y[i]) continue;
                return (char.IsSurrogate(x[i]), char.IsSurrogate(y[i])) switch
                {
                    (true, false) => 1,
                    (false, true) => -1,
                    _ => x[i].CompareTo(y[i]),
                };
            }

            return x.Length.CompareTo(y.Length);
        }
    }
}
