using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Llm.Storage.Tests;

/// <summary>A model that says what a test tells it to say.</summary>
internal sealed class ScriptedModel(params StreamEvent[] events) : Model("scripted")
{
    public override bool CanStream => true;

    public override bool SupportsTools => true;

    public override bool SupportsSchema => true;

    public override IReadOnlyCollection<string> AttachmentTypes => ["image/png"];

    public override IReadOnlyList<ModelOption> Options { get; } = [ModelOptions.Number("temperature", "Heat.")];

    public override IReadOnlyDictionary<string, JsonNode> JsonReplacements { get; } =
        new Dictionary<string, JsonNode> { ["envelope_0"] = new JsonObject { ["object"] = "answer", ["status"] = "completed" } };

    public JsonNode? Payload { get; init; }

    public Usage? Usage { get; init; }

    public string? Resolved { get; init; }

    public FinishReason? FinishReason { get; init; }

    public Exception? Failure { get; init; }

    public override async IAsyncEnumerable<StreamEvent> ExecuteAsync(
        Prompt prompt, ModelContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        foreach (var item in events) yield return item;
        context.Usage = Usage;
        context.ResolvedModel = Resolved;
        context.FinishReason = FinishReason;
        context.RawJson = Payload?.DeepClone();
        if (Failure is not null) throw Failure;
    }
}
