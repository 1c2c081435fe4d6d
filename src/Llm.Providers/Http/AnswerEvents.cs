namespace Llm.Providers.Http;

/// <summary>The events of one answer of an <see cref="HttpModel"/>; enumerating them sends the request.</summary>
internal sealed class AnswerEvents(HttpModel model, Prompt prompt, ModelContext context, CancellationToken cancellationToken)
    : IAsyncEnumerable<StreamEvent>
{
    public IAsyncEnumerator<StreamEvent> GetAsyncEnumerator(CancellationToken token = default)
    {
        if (!token.CanBeCanceled || token == cancellationToken)
            return new AnswerEnumerator(model, prompt, context, null, cancellationToken);
        var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, token);
        return new AnswerEnumerator(model, prompt, context, both, both.Token);
    }
}
