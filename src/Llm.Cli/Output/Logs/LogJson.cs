using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Storage.Logs;

namespace Llm.Cli.Output.Logs;

/// <summary>Writes logged turns as JSON, an array with one object a turn: <c>llm logs --json</c> and <c>llm prompt --json</c>.</summary>
/// <param name="expand">Whether fragments are shown whole.</param>
/// <param name="truncate">Whether texts are cut and payloads left out.</param>
internal sealed class LogJson(bool expand = false, bool truncate = false)
{
    private bool hasItems;

    /// <summary>The whole array of a few turns.</summary>
    public static string Write(IEnumerable<LogEntry> entries)
    {
        var json = new LogJson();
        return string.Concat(entries.Select(json.Write)) + json.End();
    }

    /// <summary>The array's next item, with what stands before it.</summary>
    public string Write(LogEntry entry)
    {
        var start = hasItems ? "," : "[";
        hasItems = true;
        // No text in JSON holds a line end, so these are all between items.
        return $"{start}\n{PythonJson.Indented(ToJson(entry, expand, truncate))}".Replace("\n", "\n  ", StringComparison.Ordinal);
    }

    /// <summary>The end of the array, without a line end.</summary>
    public string End() => hasItems ? "\n]" : "[]";

    private static JsonObject ToJson(LogEntry entry, bool expand, bool truncate)
    {
        var json = Head(entry, truncate);
        json["prompt_fragments"] = ToArray(entry.PromptFragments, fragment => ToJson(fragment, expand));
        json["system_fragments"] = ToArray(entry.SystemFragments, fragment => ToJson(fragment, expand));
        json["tools"] = ToArray(entry.Tools, ToJson);
        json["tool_calls"] = ToArray(entry.ToolCalls, ToJson);
        json["tool_results"] = ToArray(entry.ToolResults, ToJson);
        json["attachments"] = ToArray(entry.Attachments, attachment => ToJson(attachment, withContent: !entry.IsLegacy));
        return json;
    }

    /// <remarks>The keys come in the order of the Python tool's columns, which differs between older and newer rows.</remarks>
    private static JsonObject Head(LogEntry entry, bool truncate)
    {
        var json = new JsonObject { ["id"] = entry.Id, ["model"] = entry.Model, ["resolved_model"] = entry.ResolvedModel };
        if (entry.IsLegacy)
        {
            AddPrompt();
            AddPayload("prompt_json", Parse(entry.PromptJson));
            AddPayload("options_json", Parse(entry.OptionsJson));
            AddResponse();
            AddPayload("response_json", entry.ResponseJson?.DeepClone());
            AddFacts();
        }
        else
        {
            AddPayload("options_json", Parse(entry.OptionsJson));
            AddFacts();
            AddPrompt();
            AddResponse();
            AddPayload("prompt_json", Parse(entry.PromptJson));
            AddPayload("response_json", entry.ResponseJson?.DeepClone());
        }

        return json;

        void AddPrompt()
        {
            json["prompt"] = truncate ? Excerpt.Of(entry.Prompt ?? "") : entry.Prompt;
            json["system"] = entry.System;
        }

        void AddResponse()
        {
            json["response"] = truncate ? Excerpt.Of(entry.Response ?? "") : entry.Response;
            json["reasoning"] = entry.Reasoning;
        }

        void AddFacts()
        {
            json["conversation_id"] = entry.ConversationId;
            json["duration_ms"] = entry.DurationMs;
            json["datetime_utc"] = entry.DatetimeUtc;
            json["input_tokens"] = entry.InputTokens;
            json["output_tokens"] = entry.OutputTokens;
            json["token_details"] = entry.TokenDetails;
            json["conversation_name"] = entry.ConversationName;
            json["conversation_model"] = entry.ConversationModel;
            AddPayload("schema_json", Parse(entry.SchemaJson));
        }

        void AddPayload(string name, JsonNode? value)
        {
            if (value is null || !truncate) json[name] = value;
        }
    }

    private static JsonNode? Parse(string? json) => json is not null && JsonText.TryParse(json, out var node) ? node : null;

    private static JsonArray ToArray<T>(IEnumerable<T> items, Func<T, JsonObject> convert) => new([.. items.Select(convert)]);

    private static JsonObject ToJson(LoggedFragment fragment, bool expand) => new()
    {
        ["hash"] = fragment.Hash,
        ["content"] = expand ? fragment.Content : Excerpt.Of(fragment.Content),
        ["aliases"] = new JsonArray([.. fragment.Aliases.Select(alias => JsonValue.Create(alias))]),
    };

    private static JsonObject ToJson(LoggedTool tool) => new()
    {
        ["id"] = tool.Id,
        ["hash"] = tool.Hash,
        ["name"] = tool.Name,
        ["description"] = tool.Description,
        ["input_schema"] = tool.InputSchema?.DeepClone(),
        ["instance"] = tool.Instance is { } instance ? new JsonObject { ["name"] = instance.Name, ["arguments"] = instance.Arguments } : null,
    };

    private static JsonObject ToJson(LoggedToolCall call) => new()
    {
        ["id"] = call.Id,
        ["tool_id"] = call.ToolId,
        ["name"] = call.Name,
        ["arguments"] = call.Arguments?.DeepClone(),
        ["tool_call_id"] = call.ToolCallId,
    };

    private static JsonObject ToJson(LoggedToolResult result) => new()
    {
        ["id"] = result.Id,
        ["tool_id"] = result.ToolId,
        ["name"] = result.Name,
        ["output"] = result.Output,
        ["tool_call_id"] = result.ToolCallId,
        ["exception"] = result.Exception,
        ["instance"] = result.Instance is { } instance
            ? new JsonObject { ["name"] = instance.Name, ["plugin"] = instance.Plugin, ["arguments"] = instance.Arguments }
            : null,
        ["attachments"] = ToArray(result.Attachments, attachment => ToJson(attachment, withContent: true)),
    };

    private static JsonObject ToJson(LoggedAttachment attachment, bool withContent)
    {
        var json = new JsonObject { ["id"] = attachment.Id, ["type"] = attachment.Type, ["path"] = attachment.Path, ["url"] = attachment.Url };
        if (withContent) json["content"] = attachment.ContentLength is null ? null : true;
        json["content_length"] = attachment.ContentLength;
        return json;
    }
}
