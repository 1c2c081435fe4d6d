using System.Text;
using Llm;

namespace Letters;

/// <summary>Turns a text, or the bytes of a file, into how often each letter occurs.</summary>
public sealed class LettersModel() : EmbeddingModel("letters")
{
    // Stands for a model that takes long to load: it is there when the first text is, and then for all.
    private readonly Lazy<Alphabet> alphabet = new(() => new Alphabet());

    public override int BatchSize => 50;

    public override bool SupportsBinary => true;

    protected override Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedBatchAsync(
        IReadOnlyList<string> texts, string? key, CancellationToken cancellationToken) =>
        EmbedAsync(texts.Select(Encoding.UTF8.GetBytes), cancellationToken);

    public override Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedBinaryAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> contents, string? key, CancellationToken cancellationToken) =>
        EmbedAsync(contents.Select(content => content.ToArray()), cancellationToken);

    private Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedAsync(IEnumerable<byte[]> contents, CancellationToken cancellationToken) =>
        Task.Run<IReadOnlyList<ReadOnlyMemory<float>>>(() => [.. contents.Select(alphabet.Value.Count)], cancellationToken);

    private sealed class Alphabet
    {
        private readonly int[] places = [.. Enumerable.Range(0, 256).Select(code => char.IsAsciiLetter((char)code) ? (code & 31) - 1 : -1)];

        public ReadOnlyMemory<float> Count(byte[] content)
        {
            var vector = new float[26];
            foreach (var code in content)
            {
                if (places[code] is >= 0 and var place) vector[place]++;
            }

            var length = MathF.Sqrt(vector.Sum(count => count * count));
            for (var i = 0; length > 0 && i < vector.Length; i++) vector[i] /= length;
            return vector;
        }
    }
}
