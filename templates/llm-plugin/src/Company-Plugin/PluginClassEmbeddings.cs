using Llm;

namespace Company_Plugin;

/// <summary>Turns a text into the shares of the letters from a to z.</summary>
public sealed class PluginClassEmbeddings() : EmbeddingModel("PLUGIN_ID")
{
    protected override Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedBatchAsync(
        IReadOnlyList<string> texts, string? key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<ReadOnlyMemory<float>>>([.. texts.Select(Embed)]);
    }

    private static ReadOnlyMemory<float> Embed(string text)
    {
        var vector = new float[26];
        foreach (var letter in text.ToLowerInvariant().Where(char.IsAsciiLetterLower)) vector[letter - 'a']++;
        var length = MathF.Sqrt(vector.Sum(count => count * count));
        for (var i = 0; length > 0 && i < vector.Length; i++) vector[i] /= length;
        return vector;
    }
}
