namespace Llm;

/// <summary>A model that says whether a text is harmful.</summary>
public abstract class ModerationModel : TaskModel
{
    /// <summary>Creates a model that is found under <paramref name="id"/>.</summary>
    protected ModerationModel(string id)
        : base(id)
    {
    }

    /// <summary>Checks a text.</summary>
    /// <param name="text">The text, which must not be empty.</param>
    /// <param name="key">An API key, or the name of a stored one, in place of the model's own.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="LlmException">There is no text, or the provider refused or could not be reached.</exception>
    public Task<ModerationResult> ModerateAsync(string text, string? key = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        return ModerateAsync(new ModerationRequest(text), key, cancellationToken);
    }

    /// <summary>Checks what a request holds.</summary>
    /// <param name="request">The request.</param>
    /// <param name="key">An API key, or the name of a stored one, in place of the model's own.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="LlmException">There is no text, or the provider refused or could not be reached.</exception>
    public Task<ModerationResult> ModerateAsync(
        ModerationRequest request, string? key = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Text.Length > 0
            ? CheckAsync(request, key, cancellationToken)
            : throw new LlmException("There is no text to check.");
    }

    /// <summary>Does the work of <see cref="ModerateAsync(ModerationRequest, string?, CancellationToken)"/>.</summary>
    /// <param name="request">The request, whose text is not empty.</param>
    /// <param name="key">An API key, or the name of a stored one, in place of the model's own.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="LlmException">The provider refused or could not be reached.</exception>
    protected abstract Task<ModerationResult> CheckAsync(
        ModerationRequest request, string? key, CancellationToken cancellationToken);
}

/// <summary>What a <see cref="ModerationModel"/> checks.</summary>
/// <param name="Text">The text.</param>
public sealed record ModerationRequest(string Text);

/// <summary>What a <see cref="ModerationModel"/> says about a text.</summary>
/// <param name="IsFlagged">Whether the model considers the text harmful.</param>
public sealed record ModerationResult(bool IsFlagged)
{
    /// <summary>The categories in the provider's order and under its names; empty if it has none.</summary>
    public IReadOnlyList<ModerationCategory> Categories { get; init; } = [];
}

/// <summary>One kind of harm, as a provider names it.</summary>
/// <param name="Name">The provider's name, such as <c>self-harm/intent</c>.</param>
/// <param name="IsFlagged">Whether the text is harmful in this way.</param>
/// <param name="Score">How sure the model is, usually from 0 to 1; null if the provider has no scores.</param>
public sealed record ModerationCategory(string Name, bool IsFlagged, double? Score);
