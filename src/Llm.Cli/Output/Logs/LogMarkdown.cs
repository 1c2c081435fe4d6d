using System.Text;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Storage.Logs;

namespace Llm.Cli.Output.Logs;

/// <summary>Writes logged turns as Markdown, the default format of <c>llm logs</c>.</summary>
/// <param name="isOneConversation">Whether all turns belong to one conversation, which is then named only once.</param>
/// <param name="expand">Whether fragments are shown in full.</param>
/// <param name="withUsage">Whether tokens are shown.</param>
/// <param name="truncate">Whether texts are shortened and JSON left out.</param>
/// <param name="marksCutOff">Whether answers that the provider cut off are marked; unfinished ones always are.</param>
/// <param name="prices">The prices by which the cost is shown with the tokens; null if it is not shown.</param>
internal sealed class LogMarkdown(
    bool isOneConversation, bool expand, bool withUsage, bool truncate = false, bool marksCutOff = false, PriceTable? prices = null)
{
    private readonly ToolMarkdown tools = new();
    private string? currentSystem;
    private bool namesConversation = true;

    /// <summary>Returns the start time of a turn without fractions of a second.</summary>
    public static string Timestamp(LoggedTurn turn) => (turn.DatetimeUtc ?? "").Split('.')[0];

    /// <summary>Returns one turn, with a line end.</summary>
    public string Write(LoggedTurn turn)
    {
        var output = new StringBuilder();
        WriteHead(output, turn);
        output.Append($"## Prompt\n\n{(string.IsNullOrEmpty(turn.Prompt) ? "-- none --" : Cut(turn.Prompt))}\n");
        WriteFragments(output, turn.PromptFragments, "Prompt fragments");
        if (!truncate) WriteOptions(output, turn);
        if (turn.System != currentSystem)
        {
            if (turn.System is not null) output.Append($"\n## System\n\n{turn.System}\n");
            currentSystem = turn.System;
        }

        WriteFragments(output, turn.SystemFragments, "System fragments");
        var schema = truncate ? null : JsonText.ParseOrNull(turn.SchemaJson);
        if (schema is not null) output.Append($"\n## Schema\n\n```json\n{PythonJson.Indented(schema)}\n```\n");
        tools.WriteTools(output, turn.Tools);
        ToolMarkdown.WriteResults(output, turn.ToolResults);
        WriteAttachments(output, turn.Attachments);
        if (!string.IsNullOrEmpty(turn.Reasoning)) output.Append($"\n## Reasoning\n\n{turn.Reasoning.TrimEnd()}\n");
        output.Append("\n## Response\n\n");
        ToolMarkdown.WriteCalls(output, turn.ToolCalls);
        var response = schema is not null && JsonText.ParseOrNull(turn.Response) is { } json
            ? $"```json\n{PythonJson.Indented(json)}\n```"
            : Cut(turn.Response);
        if (!string.IsNullOrEmpty(response)) output.Append($"{response}\n\n");
        if ((marksCutOff || turn.Incomplete is not null) && AnswerEnd.Note(turn) is { } note) output.Append($"{note}\n\n");
        if (withUsage) WriteUsage(output, turn);
        return output.ToString();
    }

    private string? Cut(string? text) => truncate && text is not null ? Excerpt.Of(text) : text;

    private void WriteHead(StringBuilder output, LoggedTurn turn)
    {
        output.Append($"# {Timestamp(turn)}");
        if (namesConversation)
        {
            output.Append($"    conversation: {turn.ConversationId ?? "None"} id: {turn.Id}\n\nModel: **{turn.Model}**");
            if (!string.IsNullOrEmpty(turn.ResolvedModel)) output.Append($" (resolved: **{turn.ResolvedModel}**)");
            output.Append('\n');
        }
        else
        {
            output.Append('\n');
        }

        output.Append('\n');
        namesConversation = !isOneConversation;
    }

    private void WriteFragments(StringBuilder output, IReadOnlyList<LoggedFragment> fragments, string title)
    {
        if (fragments.Count == 0) return;
        var lines = fragments.Select(fragment => expand
            ? $"<details><summary>{fragment.Hash}</summary>\n{MarkdownCode.FenceIfCode(fragment.Content)}\n</details>"
            : $"- {fragment.Hash}");
        output.Append($"\n### {title}\n\n{string.Join('\n', lines)}\n");
    }

    private static void WriteOptions(StringBuilder output, LoggedTurn turn)
    {
        if (JsonText.ParseOrNull(turn.OptionsJson) is not JsonObject { Count: > 0 } options) return;
        output.Append("\n## Options\n\n");
        foreach (var (name, value) in options) output.Append($"- {name}: {PythonRepr.Display(value)}\n");
    }

    private static void WriteAttachments(StringBuilder output, IReadOnlyList<LoggedAttachment> attachments)
    {
        if (attachments.Count == 0) return;
        output.Append("\n### Attachments\n\n");
        for (var i = 0; i < attachments.Count; i++)
        {
            var attachment = attachments[i];
            var place = !string.IsNullOrEmpty(attachment.Path) ? $"`{attachment.Path}`"
                : !string.IsNullOrEmpty(attachment.Url) ? attachment.Url
                : $"`<{attachment.ContentLength:N0} bytes>`";
            output.Append($"{i + 1}. **{attachment.Type}**: {place}\n");
        }
    }

    private void WriteUsage(StringBuilder output, LoggedTurn turn)
    {
        var details = JsonText.ParseOrNull(turn.TokenDetails) as JsonObject;
        var usage = UsageText.Describe(turn.InputTokens, turn.OutputTokens, null);
        if (details is { Count: > 0 })
        {
            var code = MarkdownCode.Inline(PythonJson.Spaced(details));
            usage = usage.Length > 0 ? $"{usage}, {code}" : code;
        }

        if (prices is not null) usage = UsageText.AddCost(usage, turn.FindCost(prices));
        if (usage.Length > 0) output.Append($"## Token usage\n\n{usage}\n\n");
    }
}
