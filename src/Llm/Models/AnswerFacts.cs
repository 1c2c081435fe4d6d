namespace Llm;

/// <summary>What a provider's payload says about an answer besides its content; null where it says nothing.</summary>
public sealed record AnswerFacts
{
    /// <summary>The provider's id of the answer.</summary>
    public string? Id { get; init; }

    /// <summary>The model that answered, such as <c>gpt-4o-mini-2024-07-18</c>.</summary>
    public string? Model { get; init; }

    /// <summary>Why the model stopped, such as <c>stop</c>, <c>length</c> or <c>tool_calls</c>.</summary>
    public string? FinishReason { get; init; }

    /// <summary>How many of the input tokens came from the provider's cache.</summary>
    public int? CachedTokens { get; init; }

    /// <summary>How many of the output tokens went into reasoning.</summary>
    public int? ReasoningTokens { get; init; }
}
