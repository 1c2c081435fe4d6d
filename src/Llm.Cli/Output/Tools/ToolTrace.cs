using System.Text;
using Llm.Json;

namespace Llm.Cli.Output.Tools;

/// <summary>Shows tool calls on stderr, as the Python tool does.</summary>
internal static class ToolTrace
{
    /// <summary>Returns a call as a line: <c>llm_time({})</c>. The name is the model's, so it is made visible like the arguments.</summary>
    public static string Describe(ToolCall call) => $"Tool call: {VisibleText.OneLine(call.Name)}({PythonRepr.Format(call.Arguments)})";

    /// <summary>Returns a call as a line to decide about, without long runs that would move its beginning off the screen.</summary>
    public static string DescribeBriefly(ToolCall call) => LongRuns.Shorten(Describe(call));

    /// <summary>Shows a call and its result.</summary>
    public static void Show(Terminal terminal, ToolCall call, ToolResult result)
    {
        terminal.WriteErrorLine($"\n{Describe(call)}", TextStyle.Note);
        var output = JsonText.TryParse(result.Output, out var json) ? PythonJson.Indented(json) : result.Output;
        terminal.WriteErrorLine(Indent(output) + Attachments(result) + (result.Exception is null ? "\n" : ""), TextStyle.Result);
        if (result.Exception is { } exception) terminal.WriteErrorLine($"  Exception: {Message(exception)}", TextStyle.Failure);
    }

    /// <summary>Shows a call of a tool that does not exist.</summary>
    public static void ShowUnknown(Terminal terminal, ToolCall call)
    {
        terminal.WriteErrorLine($"\n{Describe(call)}", TextStyle.Note);
        terminal.WriteErrorLine($"  Exception: tool \"{call.Name}\" does not exist", TextStyle.Failure);
    }

    private static string Attachments(ToolResult result)
    {
        if (result.Attachments.Count == 0) return "";
        var output = new StringBuilder("\n\nAttachments:");
        foreach (var attachment in result.Attachments)
        {
            output.Append($"\n  <Attachment: {attachment.Id}");
            if (attachment.Type is { } type) output.Append($" type=\"{type}\"");
            if (attachment.Path is { } path) output.Append($" path=\"{path}\"");
            if (attachment.Url is { } url) output.Append($" url=\"{url}\"");
            if (attachment.Content is { } content) output.Append($" content={content.Length} bytes");
            output.Append('>');
        }

        return output.Append('\n').ToString();
    }

    /// <summary>The message without the name of the exception's class.</summary>
    private static string Message(string exception) =>
        exception.IndexOf(": ", StringComparison.Ordinal) is > 0 and var colon ? exception[(colon + 2)..] : exception;

    private static string Indent(string text) =>
        string.Join('\n', text.Split('\n').Select(line => line.Trim().Length > 0 ? $"  {line}" : line));
}
