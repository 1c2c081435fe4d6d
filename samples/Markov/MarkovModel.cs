using System.Runtime.CompilerServices;
using Llm;

namespace Markov;

/// <summary>Continues a prompt with words that follow each other in it.</summary>
public sealed class MarkovModel() : Model("markov")
{
    private static readonly ModelOption<long> Length = ModelOptions.Integer("length", "Number of words to generate", minimum: 1);
    private static readonly ModelOption<double> Delay = ModelOptions.Number("delay", "Seconds to wait before each word", 0, 10);
    private static readonly ModelOption<long> Seed = ModelOptions.Integer("seed", "The same seed makes the same text");

    public override bool CanStream => true;

    public override IReadOnlyList<ModelOption> Options { get; } = [Length, Delay, Seed];

    public override async IAsyncEnumerable<StreamEvent> ExecuteAsync(
        Prompt prompt, ModelContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var chain = new MarkovChain(prompt.Text);
        if (chain.Count == 0) throw new LlmException("The model needs some words to continue. Put them into the prompt.");
        var length = Length.TryGet(prompt.Options, out var wanted) ? (int)wanted : 20;
        var delay = Delay.TryGet(prompt.Options, out var seconds) ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero;
        var random = Seed.TryGet(prompt.Options, out var seed) ? new Random((int)seed) : new Random();
        var separator = "";
        foreach (var word in chain.Generate(random).Take(length))
        {
            await Task.Delay(delay, cancellationToken);
            yield return separator + word;
            separator = " ";
        }

        context.Usage = new Usage { InputTokens = chain.Count, OutputTokens = length };
    }
}
