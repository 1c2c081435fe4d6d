using System.Runtime.CompilerServices;

namespace Llm.Testing;

/// <summary>A model that returns the answers that a test defines, and records its prompts.</summary>
/// <remarks>
/// It accepts tools, schemas and PNG images. Use <see cref="ModelConformance"/> to test a real model.
/// </remarks>
public sealed class FakeModel : Model
{
    private readonly Func<Prompt, ModelContext, CancellationToken, IAsyncEnumerable<StreamEvent>> answer;
    private readonly List<Prompt> prompts = [];
    private readonly Lock gate = new();

    /// <summary>Creates a model that answers every prompt by calling <paramref name="answer"/>.</summary>
    public FakeModel(Func<Prompt, ModelContext, CancellationToken, IAsyncEnumerable<StreamEvent>> answer, string id = "fake")
        : base(id) => this.answer = answer;

    /// <summary>Creates a model that answers every prompt with the same events; a string is a piece of text.</summary>
    public FakeModel(params StreamEvent[] events)
        : this((_, _, _) => events.ToAsyncEnumerable())
    {
    }

    /// <inheritdoc/>
    public override bool CanStream => true;

    /// <inheritdoc/>
    public override bool SupportsTools => true;

    /// <inheritdoc/>
    public override bool SupportsToolChoice => true;

    /// <inheritdoc/>
    public override bool SupportsSchema => true;

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> AttachmentTypes => ["image/png"];

    /// <summary>A number <c>temperature</c> from 0 to 2, a boolean <c>loud</c> and a choice <c>size</c> of small and large.</summary>
    public override IReadOnlyList<ModelOption> Options { get; } =
        [
            ModelOptions.Number("temperature", "Heat.", 0, 2), ModelOptions.Boolean("loud", "Shout."),
            ModelOptions.Choice("size", "Length.", "small", "large"),
        ];

    /// <summary>Why every answer ends; null reports nothing.</summary>
    public FinishReason? FinishReason { get; init; }

    /// <summary>The tokens of every answer; null reports nothing.</summary>
    public Usage? Usage { get; init; }

    /// <summary>The prompts so far, oldest first.</summary>
    public IReadOnlyList<Prompt> Prompts
    {
        get
        {
            lock (gate) return [.. prompts];
        }
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<StreamEvent> ExecuteAsync(
        Prompt prompt, ModelContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        lock (gate) prompts.Add(prompt);
        (context.FinishReason, context.Usage) = (FinishReason, Usage);
        await foreach (var streamEvent in answer(prompt, context, cancellationToken)) yield return streamEvent;
    }
}
