using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Storage.Logs;
using Llm.Yaml;

namespace Llm.Cli.Output.Logs;

/// <summary>Writes logged turns as short YAML: <c>llm logs -s</c>.</summary>
internal static class LogShort
{
    private const int TextLength = 120;

    /// <summary>One turn as an item of a list, without a line end behind it.</summary>
    public static string Write(LogEntry entry, bool withUsage, bool truncate)
    {
        var item = new JsonObject
        {
            ["model"] = entry.Model,
            ["datetime"] = LogMarkdown.Timestamp(entry),
            ["conversation"] = entry.ConversationId,
        };
        if (entry.ToolCalls.Count > 0)
        {
            item["tool_calls"] = ToArray(entry.ToolCalls.Select(call => $"{call.Name}({PythonJson.Spaced(call.Arguments)})"));
        }

        if (entry.ToolResults.Count > 0)
        {
            item["tool_results"] = ToArray(entry.ToolResults.Select(result => $"{result.Name}: {Excerpt.Of(result.Output ?? "")}"));
        }

        var system = Excerpt.OneLine(entry.System ?? "", TextLength);
        if (system.Length > 0) item["system"] = system;
        var text = entry.Prompt ?? "";
        var prompt = Excerpt.BothEnds(truncate ? Excerpt.Of(text) : text, TextLength);
        if (prompt.Length > 0) item["prompt"] = prompt;
        if (entry.Attachments.Count > 0) item["attachments"] = new JsonArray([.. entry.Attachments.Select(Describe)]);
        item["prompt_fragments"] = ToArray(entry.PromptFragments.Select(fragment => fragment.Hash));
        item["system_fragments"] = ToArray(entry.SystemFragments.Select(fragment => fragment.Hash));
        if (withUsage && (entry.InputTokens is > 0 || entry.OutputTokens is > 0)) item["usage"] = Usage(entry);
        return YamlWriter.Write(new JsonArray(item)).TrimEnd();
    }

    private static JsonObject Usage(LogEntry entry)
    {
        var usage = new JsonObject { ["input"] = entry.InputTokens, ["output"] = entry.OutputTokens };
        if (entry.TokenDetails is not null && JsonText.TryParse(entry.TokenDetails, out var details)) usage["details"] = details;
        return usage;
    }

    private static JsonObject Describe(LoggedAttachment attachment)
    {
        var json = new JsonObject { ["type"] = attachment.Type };
        if (!string.IsNullOrEmpty(attachment.Path)) json["path"] = attachment.Path;
        if (!string.IsNullOrEmpty(attachment.Url)) json["url"] = attachment.Url;
        return json;
    }

    private static JsonArray ToArray(IEnumerable<string> items) => new([.. items.Select(item => JsonValue.Create(item))]);
}
