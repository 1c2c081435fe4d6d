using System.Text;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Cli.Output;

/// <summary>Writes the findings of <c>llm doctor</c> as text or as JSON.</summary>
internal static class DoctorReport
{
    /// <summary>Returns one line per finding, in sections.</summary>
    public static string ToText(IReadOnlyList<Finding> findings)
    {
        var text = new StringBuilder();
        foreach (var section in findings.GroupBy(finding => finding.Section))
        {
            text.Append(section.Key).Append('\n');
            text.Append(TextTable.Write([.. section.Select(finding => (string[])
                [$"  {Word(finding.State)}", finding.Name, finding.Text.ReplaceLineEndings(" ")])]));
        }

        var wrong = findings.Count(finding => finding.State == FindingState.Wrong);
        return text.Append('\n').Append(wrong == 0 ? "No problems" : Count.Of(wrong, "problem")).Append(" found.\n").ToString();
    }

    /// <summary>Returns an object with <c>ok</c> and <c>findings</c>.</summary>
    public static string ToJson(IReadOnlyList<Finding> findings) => PythonJson.Indented(new JsonObject
    {
        ["ok"] = findings.All(finding => finding.State != FindingState.Wrong),
        ["findings"] = new JsonArray([.. findings.Select(finding => new JsonObject
        {
            ["section"] = finding.Section,
            ["name"] = finding.Name,
            ["state"] = Word(finding.State),
            ["text"] = finding.Text,
        })]),
    }) + "\n";

    private static string Word(FindingState state) => state switch
    {
        FindingState.Ok => "ok",
        FindingState.Note => "note",
        _ => "wrong",
    };
}
