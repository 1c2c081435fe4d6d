using System.Text.Json.Nodes;
using Llm.Cli.Output;
using Llm.Commands;
using Llm.Json;

namespace Llm.Cli.Options;

/// <summary>Prints a list as text or, with <c>--json</c>, as JSON.</summary>
/// <param name="hasLines">Whether there is <c>--nl</c>, which prints one JSON object per line.</param>
/// <param name="indent">The number of spaces by which JSON is indented.</param>
internal sealed class ListOptions(bool hasLines = false, int indent = 2) : OptionGroup
{
    private readonly Flag json = new("--json") { Help = "Output as JSON" };
    private readonly Flag? lines = hasLines ? new("--nl") { Help = "Output as newline-delimited JSON" } : null;

    public override IReadOnlyList<Option> All => lines is null ? [json] : [json, lines];

    /// <summary>Prints rows.</summary>
    /// <param name="invocation">The options that select the format.</param>
    /// <param name="terminal">The terminal to print to.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="toJson">Returns a row as JSON.</param>
    /// <param name="toText">Returns all rows as text, with a final line end.</param>
    public void Write<T>(
        Invocation invocation, Terminal terminal, IReadOnlyList<T> rows, Func<T, JsonObject> toJson, Func<IReadOnlyList<T>, string> toText)
    {
        if (lines is not null && invocation.Get(lines)) foreach (var row in rows) terminal.WriteLine(PythonJson.Spaced(toJson(row)));
        else Write(invocation, terminal, () => new JsonArray([.. rows.Select(toJson)]), () => toText(rows));
    }

    /// <summary>Prints rows; the text is lines, each of which is printed as it is made.</summary>
    public void WriteLines<T>(
        Invocation invocation, Terminal terminal, IReadOnlyList<T> rows, Func<T, JsonObject> toJson, IEnumerable<string> lines)
    {
        if (invocation.Get(json)) terminal.WriteLine(PythonJson.Indented(new JsonArray([.. rows.Select(toJson)]), indent));
        else terminal.WriteLines(lines);
    }

    /// <summary>Prints a list whose JSON is not an array of its rows.</summary>
    public void Write(Invocation invocation, Terminal terminal, Func<JsonNode> toJson, Func<string> toText)
    {
        if (invocation.Get(json)) terminal.WriteLine(PythonJson.Indented(toJson(), indent));
        else terminal.Write(toText());
    }
}
