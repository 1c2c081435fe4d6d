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
        var output = new Output(null);
        WriteString(output, text, ascii: true);
        return output.ToString();
    }

    /// <summary>Passes on the UTF-8 form of <see cref="Canonical"/> in pieces, so that a large text is not copied as a whole.</summary>
    internal static void WriteCanonical(JsonNode? value, Action<ReadOnlySpan<byte>> receive) =>
        Write(value, new Style(",", ":", Ascii: false, Sorted: true), "", receive);

    /// <summary>Passes on the text of <see cref="Compact"/> and a line feed: a short line as a whole, a long one in pieces.</summary>
    internal static void WriteLine(JsonNode? value, Action<ReadOnlySpan<byte>> receive) =>
        Write(value, new Style(",", ":", Ascii: true), "\n", receive);

    private readonly record struct Style(string Comma, string Colon, bool Ascii, bool Sorted = false, int? Indent = null);

    private static string Write(JsonNode? value, Style style)
    {
        var output = new Output(null);
        WriteNode(output, value, style, 0);
        return output.ToString();
    }

    private static void Write(JsonNode? value, Style style, string end, Action<ReadOnlySpan<byte>> receive)
    {
        var output = new Output(receive);
        WriteNode(output, value, style, 0);
        output.Append(end);
        output.Finish();
    }

    private static void WriteNode(Output output, JsonNode? node, Style style, int depth)
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

    private static void WriteObject(Output output, JsonObject map, Style style, int depth)
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

    private static void WriteLeaf(Output output, JsonNode node, Style style)
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

    private static void NewLine(Output output, Style style, int depth)
    {
        if (style.Indent is { } indent) output.NewLine(indent * depth);
    }

    private static void WriteString(Output output, string text, bool ascii)
    {
        output.Append('"');
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var plain = PlainLength(rest, ascii);
            output.Append(rest[..plain]);
            if (plain < rest.Length) output.Append(Escape(rest[plain++]));
            rest = rest[plain..];
        }

        output.Append('"');
    }

    private static int PlainLength(ReadOnlySpan<char> text, bool ascii)
    {
        var length = 0;
        while (length < text.Length && text[length] is not ('"' or '\\' or < ' ') && !(ascii && text[length] > '~')) length++;
        return length;
    }

    /// <summary>The escape of a character that cannot stand in a literal.</summary>
    internal static string Escape(char c) => c switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\b' => "\\b",
        '\f' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ => "\\u" + ((int)c).ToString("x4"),
    };

    /// <summary>The text that is written: kept as a whole, or passed on in pieces.</summary>
    /// <param name="receive">Receives the pieces; null to keep the text.</param>
    private sealed class Output(Action<ReadOnlySpan<byte>>? receive)
    {
        private const int PieceLength = 4 * 1024;

        private readonly StringBuilder text = new();
        // It keeps the first half of a surrogate pair for the next piece.
        private readonly Encoder? encoder = receive is null ? null : Encoding.UTF8.GetEncoder();
        private byte[] bytes = [];

        public void Append(char c) => text.Append(c);

        public void Append(ReadOnlySpan<char> piece)
        {
            if (encoder is not null && text.Length + piece.Length > PieceLength)
            {
                Send(isLast: false);
                for (; piece.Length > PieceLength; piece = piece[PieceLength..]) Send(piece[..PieceLength], isLast: false);
            }

            text.Append(piece);
        }

        public void NewLine(int indent) => text.Append('\n').Append(' ', indent);

        public void Finish() => Send(isLast: true);

        public override string ToString() => text.ToString();

        private void Send(bool isLast)
        {
            foreach (var chunk in text.GetChunks()) Send(chunk.Span, isLast: false);
            text.Clear();
            if (isLast) Send([], isLast: true);
        }

        private void Send(ReadOnlySpan<char> piece, bool isLast)
        {
            var size = Encoding.UTF8.GetMaxByteCount(piece.Length);
            if (bytes.Length < size) bytes = new byte[size];
            var count = encoder!.GetBytes(piece, bytes, isLast);
            if (count > 0) receive!(bytes.AsSpan(0, count));
        }
    }
}
