using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Providers.Offline;

/// <summary>Answers with a JSON description of the prompt, as llm-echo 0.3a3 does.</summary>
/// <remarks>
/// A prompt that is a JSON object steers it: <c>raw</c> is the answer itself, <c>prompt</c> the text to describe and
/// <c>tool_calls</c> the tools to call.
/// </remarks>
public sealed class EchoModel() : Model("echo")
{
    private static readonly ModelOption<bool> ExampleBool = ModelOptions.Boolean("example_bool", "Example boolean option");

    /// <inheritdoc/>
    public override bool CanStream => true;

    /// <inheritdoc/>
    public override bool SupportsTools => true;

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> AttachmentTypes { get; } = ["image/png", "image/jpeg", "image/gif"];

    /// <inheritdoc/>
    public override IReadOnlyList<ModelOption> Options { get; } = [ExampleBool];

    /// <inheritdoc/>
    public override string ToString() => "Echo: echo";

    /// <inheritdoc/>
    public override async IAsyncEnumerable<StreamEvent> ExecuteAsync(
        Prompt prompt, ModelContext context, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        cancellationToken.ThrowIfCancellationRequested();
        var text = prompt.Text;
        JsonNode? raw = null;
        if (text.TrimStart().StartsWith('{') && JsonText.TryParse(text, out var json) && json is JsonObject script)
        {
            raw = script["raw"];
            text = script.Text("prompt") ?? "";
            foreach (var call in (script["tool_calls"] as JsonArray ?? []).OfType<JsonObject>())
            {
                context.AddToolCall(new ToolCall(call.Text("name") ?? "", call.CopyObject("arguments") ?? []));
            }
        }

        yield return raw switch
        {
            null => PythonJson.Indented(Describe(prompt, context, text)),
            JsonValue value when value.GetValueKind() == System.Text.Json.JsonValueKind.String => value.GetValue<string>(),
            _ => PythonJson.Indented(raw),
        };
    }

    private static JsonObject Describe(Prompt prompt, ModelContext context, string text)
    {
        var description = new JsonObject
        {
            ["prompt"] = text,
            ["system"] = prompt.System,
            ["attachments"] = new JsonArray([.. prompt.Attachments.Select(Describe)]),
            ["stream"] = context.Stream,
            ["previous"] = new JsonArray([.. Previous(prompt.Messages).Select(previous => new JsonObject { ["prompt"] = previous })]),
        };
        if (prompt.Options.Count > 0) description["options"] = prompt.Options.DeepClone();
        if (prompt.ToolResults.Count > 0) description["tool_results"] = new JsonArray([.. prompt.ToolResults.Select(Describe)]);
        return description;
    }

    /// <summary>What the user said before each earlier answer; empty for one that tool results alone asked for.</summary>
    private static IEnumerable<string> Previous(IEnumerable<Message> messages)
    {
        var said = "";
        foreach (var message in messages)
        {
            if (message.Role == Message.UserRole) said = message.Text;
            if (message.Role != Message.AssistantRole) continue;
            yield return said;
            said = "";
        }
    }

    private static JsonObject Describe(Attachment attachment) =>
        new() { ["type"] = attachment.Type, ["path"] = attachment.Path, ["url"] = attachment.Url, ["id"] = attachment.Id };

    private static JsonObject Describe(ToolResult result) =>
        new() { ["name"] = result.Name, ["output"] = result.Output, ["tool_call_id"] = result.ToolCallId };
}
