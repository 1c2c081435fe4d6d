using System.Text.Json.Nodes;
using Llm.Cli.Commands.Prompt;
using Llm.Json;

namespace Llm.Cli.Commands.Mcp;

/// <summary>Asks a model and logs the turn as any prompt is logged.</summary>
internal sealed class PromptTool(CliContext context, string databasePath, string? defaultModel)
{
    private LlmHost Host => context.Host;

    public Tool Create() => new("prompt", "Ask a large language model and return its answer.", Schema()) { Implementation = RunAsync };

    private static JsonObject Schema() => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["text"] = Described("string", "The prompt"),
            ["model"] = Described("string", "The model's id or alias; the user's default model if it is left out"),
            ["system"] = Described("string", "Instructions for the model"),
            ["options"] = Described("object", "Options of the model, such as {\"temperature\": 0.5}"),
        },
        ["required"] = new JsonArray("text"),
    };

    private static JsonObject Described(string type, string description) => new() { ["type"] = type, ["description"] = description };

    private async Task<ToolOutput> RunAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var model = Host.GetModel(call.Arguments.Text("model") ?? defaultModel);
        var options = new PromptDraft { Options = call.Arguments.CopyObject("options") ?? [] }.OptionsFor(model, Host.ModelOptions);
        var response = model.PromptAsync(call.Arguments.Text("text"), new PromptOptions { System = call.Arguments.Text("system"), Options = options });
        try
        {
            return await response.GetTextAsync(cancellationToken);
        }
        finally
        {
            // What came of an answer that was cut short is logged too.
            await response.DisposeAsync();
            if (Host.Directory.LogsOn && response is { IsComplete: true, Messages.Count: > 0 }) await LogAsync(response);
        }
    }

    private async Task LogAsync(Response response)
    {
        using var log = await LogFile.OpenAsync(databasePath, context, CancellationToken.None);
        await log.LogAsync(response, CancellationToken.None);
    }
}
