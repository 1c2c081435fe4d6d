using Microsoft.Extensions.Logging;

namespace Llm;

/// <summary>Logs when a request starts, is answered, fails or is cancelled.</summary>
/// <remarks>
/// The log entries contain ids, names, times and counts, but neither content nor keys. A failure is logged by its type alone, because its
/// message may contain parts of the prompt or the answer. A logger is thread-safe.
/// </remarks>
/// <param name="logger">The destination of the entries; its category is usually <see cref="Category"/>.</param>
public sealed partial class ModelLogger(ILogger logger) : IModelObserver
{
    /// <summary>The category of the logger that <c>AddLlm</c> creates.</summary>
    public const string Category = "Llm";

    /// <inheritdoc/>
    public IModelObservation? BeginResponse(PendingResponse response, IModelObservation? chain)
    {
        PromptStarted(logger, response.Id, response.Model.Id, response.Stream);
        return logger.IsEnabled(LogLevel.Warning) ? new PromptLog(logger, response) : null;
    }

    /// <inheritdoc/>
    public IModelObservation? BeginEmbedding(EmbeddingModel model, IReadOnlyList<string> texts)
    {
        EmbeddingStarted(logger, texts.Count, model.Id);
        return logger.IsEnabled(LogLevel.Warning) ? new EmbeddingLog(logger, model, texts.Count) : null;
    }

    [LoggerMessage(1, LogLevel.Debug, "Prompt {ResponseId} to {Model} started (stream: {Stream})")]
    private static partial void PromptStarted(ILogger logger, string responseId, string model, bool stream);

    [LoggerMessage(
        2,
        LogLevel.Information,
        "Prompt {ResponseId} to {Model} answered in {Milliseconds} ms ({InputTokens} tokens in, {OutputTokens} out)")]
    private static partial void PromptAnswered(
        ILogger logger, string responseId, string model, long milliseconds, int? inputTokens, int? outputTokens);

    [LoggerMessage(3, LogLevel.Warning, "Prompt {ResponseId} to {Model} failed after {Milliseconds} ms: {ErrorType}")]
    private static partial void PromptFailed(ILogger logger, string responseId, string model, long milliseconds, string errorType);

    [LoggerMessage(4, LogLevel.Information, "Prompt {ResponseId} to {Model} was cancelled after {Milliseconds} ms")]
    private static partial void PromptCancelled(ILogger logger, string responseId, string model, long milliseconds);

    [LoggerMessage(5, LogLevel.Debug, "Embedding of {Count} texts by {Model} started")]
    private static partial void EmbeddingStarted(ILogger logger, int count, string model);

    [LoggerMessage(6, LogLevel.Information, "Embedding of {Count} texts by {Model} took {Milliseconds} ms")]
    private static partial void EmbeddingFinished(ILogger logger, int count, string model, long milliseconds);

    [LoggerMessage(7, LogLevel.Warning, "Embedding of {Count} texts by {Model} failed after {Milliseconds} ms: {ErrorType}")]
    private static partial void EmbeddingFailed(ILogger logger, int count, string model, long milliseconds, string errorType);

    [LoggerMessage(8, LogLevel.Information, "Embedding of {Count} texts by {Model} was cancelled after {Milliseconds} ms")]
    private static partial void EmbeddingCancelled(ILogger logger, int count, string model, long milliseconds);

    private sealed class PromptLog(ILogger logger, PendingResponse pending) : IModelObservation
    {
        public void Ended(Exception? error)
        {
            var response = pending.Response!;
            var (id, model, time) = (pending.Id, pending.Model.Id, (long)response.Duration.TotalMilliseconds);
            if (error is null) PromptAnswered(logger, id, model, time, response.Usage?.InputTokens, response.Usage?.OutputTokens);
            else if (error is OperationCanceledException) PromptCancelled(logger, id, model, time);
            else PromptFailed(logger, id, model, time, ErrorType.Of(error));
        }
    }

    private sealed class EmbeddingLog(ILogger logger, EmbeddingModel model, int count) : IModelObservation
    {
        private readonly long start = model.Services.Clock.GetTimestamp();

        public void Ended(Exception? error)
        {
            var time = (long)model.Services.Clock.GetElapsedTime(start).TotalMilliseconds;
            if (error is null) EmbeddingFinished(logger, count, model.Id, time);
            else if (error is OperationCanceledException) EmbeddingCancelled(logger, count, model.Id, time);
            else EmbeddingFailed(logger, count, model.Id, time, ErrorType.Of(error));
        }
    }
}
