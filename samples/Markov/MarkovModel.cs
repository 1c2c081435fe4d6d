using System.Runtime.CompilerServices;
using Llm;

namespace Samples.Markov;

/// <summary>Continues a prompt with words that follow each other in it.</summary>
public sealed class MarkovModel() : Model("markov")
{
    private static readonly ModelOption<long> Length = ModelOptions.Integer("length", "Number of words to generate", minimum: 1);
    private static readonly ModelOption<long> Seed = ModelOptions.Integer("seed", "The same seed makes the same text");

    public override bool CanStream => true;

    public override IReadOnlyList<ModelOption> Options { get; } = [Length, Seed];

    public override async IAsyncEnumerable<StreamEvent> ExecuteAsync(
        Prompt prompt, ModelContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var words = prompt.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0) throw new LlmException("The model needs some words to continue. Put them into the prompt.");
        var followers = words.Zip(words.Skip(1)).ToLookup(pair => pair.First, pair => pair.Second);
        // A text that can be made again is what a seed is for, so nothing here needs to be unpredictable.
#pragma warning disable CA5394
        var random = Seed.TryGet(prompt.Options, out var seed) ? new Random((int)seed) : Random.Shared;
        var word = words[random.Next(words.Length)];
        var count = Length.TryGet(prompt.Options, out var length) ? length : 20;
        for (var left = count; left > 0; left--)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return word + (left > 1 ? " " : "");
            await Task.Yield();
            string[] next = [.. followers[word]];
            if (next.Length == 0) next = words;
            word = next[random.Next(next.Length)];
        }
#pragma warning restore CA5394

        context.Usage = new Usage { InputTokens = words.Length, OutputTokens = (int)count };
    }
}
