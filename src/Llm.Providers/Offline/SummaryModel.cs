using System.Runtime.CompilerServices;
using Llm.Providers.Offline.Summary;

namespace Llm.Providers.Offline;

/// <summary>Answers with the most important sentences of the newest user message, word for word, without any network.</summary>
/// <remarks>
/// It chooses, it does not write: instructions in the system prompt and earlier turns are ignored. Each sentence stands on a
/// line of its own, in the order of the text; a line break inside a sentence becomes a space. Usage counts words, not tokens:
/// runs of letters and digits, and each character of scripts that write no spaces.
/// </remarks>
public sealed class SummaryModel() : Model("summary")
{
    private const int DefaultSentences = 3;

    private static readonly ModelOption<long> Sentences =
        ModelOptions.Integer("sentences", $"How many sentences to choose, {DefaultSentences} unless set", minimum: 1);

    /// <inheritdoc/>
    public override bool CanStream => true;

    /// <inheritdoc/>
    public override IReadOnlyList<ModelOption> Options { get; } = [Sentences];

    /// <inheritdoc/>
    public override string ToString() => "Summary: summary";

    /// <inheritdoc/>
    public override async IAsyncEnumerable<StreamEvent> ExecuteAsync(
        Prompt prompt, ModelContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var text = prompt.Messages.LastOrDefault(message => message.Role == Message.UserRole)?.Text ?? "";
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new LlmException("There is no text to summarise: pipe some in, as in: llm -m summary < README.md");
        }

        var count = Sentences.TryGet(prompt.Options, out var wanted) ? (int)Math.Min(wanted, int.MaxValue) : DefaultSentences;
        // A long text takes a moment that the caller's thread should not.
        var chosen = await Task.Run(() => Summarizer.Summarize(text, count, cancellationToken), cancellationToken);
        if (chosen.Count == 0)
        {
            throw new LlmException(
                "There is no sentence to summarise: headings, code and tables are left out, "
                + "and a sentence ends with a mark such as . ! ? or 。");
        }

        context.Usage = new Usage(Words.Count(text), chosen.Sum(Words.Count));
        for (var i = 0; i < chosen.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return i == 0 ? chosen[i] : "\n" + chosen[i];
        }
    }
}
