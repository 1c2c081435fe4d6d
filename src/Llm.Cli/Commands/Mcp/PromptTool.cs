using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Prompting;

namespace Llm.Cli.Commands.Mcp;

/// <summary>The tool that prompts a model; the turn is logged like any other prompt.</summary>
internal sealed class PromptTool(CliContext context, string databasePath, string? defaultModel)
{
    public Tool Create() =>
        new("prompt", "Send a prompt to a large language model and return its answer.", Schema()) { Implementation = RunAsync };

    private static JsonObject Schema() => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["text"] = Described("string", "The prompt"),
            ["model"] = Described("string", "The model's ID or alias; by default the user's default model"),
            ["system"] = Described("string", "Instructions for the model"),
            ["options"] = Described("object", "Options of the model, such as {\"temperature\": 0.5}"),
        },
        ["required"] = new JsonArray("text"),
    };

    private static JsonObject Described(string type, string description) => new() { ["type"] = type, ["description"] = description };

    private async Task<ToolOutput> RunAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var model = context.FindModel(call.Arguments.Text("model") ?? defaultModel);
        var options = new PromptOptions { System = call.Arguments.Text("system") }.With(call.Arguments["options"] as JsonObject ?? []);
        var draft = new PromptDraft { Text = call.Arguments.Text("text"), Options = options }.For(model, context.Host.ModelOptions);
        using var log = context.Host.Directory.LogsOn ? await LogFile.OpenAsync(databasePath, context, cancellationToken) : null;
        var run = new PromptRun(log);
        await run.AskAsync(model.StartConversation(), draft.Text, draft.Options, chain: null, cancellationToken);
        return run.Responses[^1].Text;
    }
}
