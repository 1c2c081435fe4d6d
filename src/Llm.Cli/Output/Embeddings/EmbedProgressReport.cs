namespace Llm.Cli.Output.Embeddings;

/// <summary>Reports progress on the thread that did the work, while <see cref="Progress{T}"/> would report later.</summary>
internal sealed class EmbedProgressReport(Action<EmbedProgress> report) : IProgress<EmbedProgress>
{
    public void Report(EmbedProgress value) => report(value);
}
