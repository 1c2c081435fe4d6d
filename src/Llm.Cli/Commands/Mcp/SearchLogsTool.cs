using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Storage.Logs;

namespace Llm.Cli.Commands.Mcp;

/// <summary>The tool that searches earlier prompts and answers.</summary>
internal sealed class SearchLogsTool(CliContext context, string databasePath)
{
    private const int DefaultCount = 3;

    public Tool Create() => new("search_logs", "Search the log of earlier prompts and answers, best match first.", new JsonObject
    {
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["query"] = new JsonObject
            {
                ["type"] = "string",
                ["description"] = "Words that the prompt or answer contains, in SQLite's full-text syntax",
            },
            ["count"] = new JsonObject
            {
                ["type"] = "integer",
                ["description"] = "The maximum number of turns",
                ["default"] = DefaultCount,
                ["minimum"] = 1,
            },
        },
        ["required"] = new JsonArray("query"),
    })
    {
        Implementation = RunAsync,
    };

    private async Task<ToolOutput> RunAsync(ToolCall call, CancellationToken cancellationToken)
    {
        using var log = LogFile.OpenExisting(databasePath, context);
        var query = new LogQuery { Text = call.Arguments.Text("query"), Limit = call.Arguments.Integer("count") ?? DefaultCount };
        var found = await log.ListAsync(query, cancellationToken);
        return ToolOutput.FromJson(new JsonArray([.. found.Select(entry => new JsonObject
        {
            ["id"] = entry.Id,
            ["conversation_id"] = entry.ConversationId,
            ["model"] = entry.Model,
            ["datetime_utc"] = entry.DatetimeUtc,
            ["prompt"] = entry.Prompt,
            ["response"] = entry.Response,
        })]));
    }
}
