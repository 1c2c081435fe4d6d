using System.Text;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Storage.Logs;

namespace Llm.Cli.Output.Logs;

/// <summary>
/// Writes tools, their calls and their results as Markdown. A tool is described at its first occurrence, and only named later.
/// </summary>
internal sealed class ToolMarkdown
{
    private const string Indent = "    ";
    private const int ShortHash = 7;

    private readonly HashSet<string> seen = [];

    /// <summary>Writes the available tools; the tools of a configured toolbox are listed below it.</summary>
    public void WriteTools(StringBuilder output, IReadOnlyList<LoggedTool> tools)
    {
        if (tools.Count == 0) return;
        output.Append("\n### Tools\n\n");
        foreach (var tool in tools.Where(tool => tool.Instance is null)) output.Append(Describe(tool)).Append('\n');
        var toolboxes = tools.Where(tool => tool.Instance is not null).GroupBy(tool => (tool.Instance!.Name, tool.Instance.Arguments));
        foreach (var toolbox in toolboxes)
        {
            var (name, arguments) = toolbox.Key;
            output.Append($"- `{name}({(arguments is null or "{}" ? "" : arguments)})`:\n");
            foreach (var tool in toolbox) output.Append(MarkdownCode.Indent(Describe(tool), Indent)).Append('\n');
        }
    }

    public static void WriteResults(StringBuilder output, IReadOnlyList<LoggedToolResult> results)
    {
        if (results.Count == 0) return;
        output.Append("\n### Tool results\n\n");
        foreach (var result in results)
        {
            output.Append($"- **{result.Name}**: `{result.ToolCallId ?? "None"}`  \n");
            output.Append(MarkdownCode.Indent(MarkdownCode.Fence(result.Output ?? ""), Indent));
            if (!string.IsNullOrEmpty(result.Exception)) output.Append($"  \n{Indent}**Error**: {result.Exception}\n");
            foreach (var attachment in result.Attachments)
            {
                var type = string.IsNullOrEmpty(attachment.Type) ? "" : $"{attachment.Type}: ";
                output.Append($"\n{Indent}- {type}{attachment.Path ?? attachment.Url ?? $"<{attachment.ContentLength:N0} bytes>"}");
            }

            output.Append('\n');
        }
    }

    public static void WriteCalls(StringBuilder output, IReadOnlyList<LoggedToolCall> calls)
    {
        if (calls.Count == 0) return;
        output.Append("### Tool calls\n\n");
        foreach (var call in calls)
            output.Append($"- **{call.Name}**: `{call.ToolCallId ?? "None"}`  \n{DescribeArguments(call.Arguments)}\n");
        output.Append('\n');
    }

    private string Describe(LoggedTool tool)
    {
        var hash = tool.Hash ?? "";
        if (!seen.Add(hash)) return $"- **{tool.Name}**: `{hash[..Math.Min(ShortHash, hash.Length)]}`";
        var description = MarkdownCode.Indent((tool.Description ?? "").TrimEnd(), Indent);
        var properties = (tool.InputSchema as JsonObject)?["properties"] ?? new JsonObject();
        return $"- **{tool.Name}**: `{hash}`  \n{description}  \n{Indent}Arguments: `{PythonJson.Spaced(properties)}`";
    }

    private static string DescribeArguments(JsonNode? arguments)
    {
        if (arguments is not JsonObject { Count: > 0 } named)
            return $"{Indent}Arguments: {MarkdownCode.Inline(PythonJson.Spaced(arguments))}";
        return string.Join('\n', named.Select(argument =>
            argument.Value is JsonValue text && text.GetValueKind() == System.Text.Json.JsonValueKind.String
                ? $"{Indent}{argument.Key}:\n{MarkdownCode.Indent(MarkdownCode.Fence(text.GetValue<string>()), Indent)}"
                : $"{Indent}{argument.Key}: {MarkdownCode.Inline(PythonJson.Spaced(argument.Value))}"));
    }
}
