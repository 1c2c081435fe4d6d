using System.Runtime.CompilerServices;

namespace Llm.Tests.Prompts;

/// <summary>A model that says what a test tells it to say.</summary>
internal sealed class FakeModel(Func<Prompt, ModelContext, CancellationToken, IAsyncEnumerable<StreamEvent>> answer) : Model("fake")
{
    public FakeModel(params StreamEvent[] events)
        : this((_, _, _) => events.ToAsyncEnumerable())
    {
    }

    public override bool CanStream => true;

    public override bool SupportsTools => true;

    public override bool SupportsSchema => true;

    public override IReadOnlyCollection<string> AttachmentTypes => ["image/png"];

    public override IReadOnlyList<ModelOption> Options { get; } =
        [ModelOptions.Number("temperature", "Heat.", 0, 2), ModelOptions.Boolean("loud", "Shout."), ModelOptions.Choice("size", "Length.", "small", "large")];

    public List<Prompt> Prompts { get; } = [];

    public override async IAsyncEnumerable<StreamEvent> ExecuteAsync(
        Prompt prompt, ModelContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Prompts.Add(prompt);
        await foreach (var streamEvent in answer(prompt, context, cancellationToken)) yield return streamEvent;
    }
}
