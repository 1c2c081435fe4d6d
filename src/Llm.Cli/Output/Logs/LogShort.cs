using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Storage.Logs;
using Llm.Yaml;

namespace Llm.Cli.Output.Logs;

/// <summary>Writes logged turns as short YAML: <c>llm logs -s</c>.</summary>
internal static class LogShort
{
    private const int TextLength = 120;

    /// <summary>Returns one turn as an item of a list, without a final line end.</summary>
    public static string Write(LoggedTurn turn, bool withUsage, bool truncate, bool marksCutOff = false, PriceTable? prices = null)
    {
        var item = new JsonObject
        {
            ["model"] = turn.Model,
            ["datetime"] = LogMarkdown.Timestamp(turn),
            ["conversation"] = turn.ConversationId,
        };
        if (turn.ToolCalls.Count > 0)
        {
            item["tool_calls"] = ToArray(turn.ToolCalls.Select(call => $"{call.Name}({PythonJson.Spaced(call.Arguments)})"));
        }

        if (turn.ToolResults.Count > 0)
        {
            item["tool_results"] = ToArray(turn.ToolResults.Select(result => $"{result.Name}: {Excerpt.Of(result.Output ?? "")}"));
        }

        var system = Excerpt.OneLine(turn.System ?? "", TextLength);
        if (system.Length > 0) item["system"] = system;
        var text = turn.Prompt ?? "";
        var prompt = Excerpt.BothEnds(truncate ? Excerpt.Of(text) : text, TextLength);
        if (prompt.Length > 0) item["prompt"] = prompt;
        if (turn.Attachments.Count > 0) item["attachments"] = new JsonArray([.. turn.Attachments.Select(Describe)]);
        item["prompt_fragments"] = ToArray(turn.PromptFragments.Select(fragment => fragment.Hash));
        item["system_fragments"] = ToArray(turn.SystemFragments.Select(fragment => fragment.Hash));
        if (withUsage && (prices is not null || turn.InputTokens is > 0 || turn.OutputTokens is > 0)) item["usage"] = Usage(turn, prices);
        if (turn.Incomplete is { } reason) item["incomplete"] = reason.ReplaceLineEndings(" ");
        else if (marksCutOff && AnswerEnd.Note(turn) is { } note) item["response"] = note;
        return YamlWriter.Write(new JsonArray(item)).TrimEnd();
    }

    private static JsonObject Usage(LoggedTurn turn, PriceTable? prices)
    {
        var usage = new JsonObject { ["input"] = turn.InputTokens, ["output"] = turn.OutputTokens };
        if (JsonText.ParseOrNull(turn.TokenDetails) is { } details) usage["details"] = details;
        if (prices is not null) usage["cost"] = turn.FindCost(prices) is { } cost ? CostText.Of(cost) : "unknown";
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
