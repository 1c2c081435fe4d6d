using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Cli.Output.Embeddings;

/// <summary>Formats the entries that a search found.</summary>
internal static class EntryText
{
    private const string Indent = "  ";

    /// <summary>The entry as a line of JSON.</summary>
    public static string Json(CollectionEntry entry) =>
        $"{{\"id\": {PythonJson.Quote(entry.Id)}, \"score\": {(entry.Score is { } score ? PythonNumber.Format(score) : "null")}, "
        + $"\"content\": {PythonJson.Spaced(entry.Text)}, \"metadata\": {PythonJson.Spaced(entry.Metadata)}}}\n";

    /// <summary>The entry as lines of text for people.</summary>
    public static string Plain(CollectionEntry entry)
    {
        var text = $"{entry.Id} ({(entry.Score is { } score ? PythonNumber.Format(score) : "None")})\n\n";
        if (!string.IsNullOrEmpty(entry.Text)) text += Indented(entry.Text) + "\n";
        if (IsSomething(entry.Metadata)) text += Indented(PythonJson.Spaced(entry.Metadata)) + "\n";
        return text + "\n";
    }

    /// <summary>Indents lines that are not blank, as Python's textwrap does.</summary>
    private static string Indented(string text) => string.Join(
        '\n', text.Split('\n').Select(line => string.IsNullOrWhiteSpace(line) ? line : Indent + line));

    private static bool IsSomething(JsonNode? metadata) => metadata is not (null or JsonObject { Count: 0 } or JsonArray { Count: 0 });
}
