using System.Runtime.CompilerServices;
using Llm.Providers.Offline.Summary;

namespace Llm.Providers.Offline;

/// <summary>Answers with the most important sentences of the last user message, word for word and without a network.</summary>
/// <remarks>
/// The model only chooses sentences, so it ignores the system prompt and earlier turns. Each sentence is on a separate line, in the
/// order of the text; a line break within a sentence becomes a space. Usage counts words instead of tokens: runs of letters and
/// digits, and each character of scripts without spaces.
/// </remarks>
public sealed class SummaryModel() : Model("summary")
{
    private const int DefaultSentences = 3;

    private static readonly ModelOption<long> Sentences =
        ModelOptions.Integer("sentences", $"Number of sentences to choose; the default is {DefaultSentences}", minimum: 1);

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
        // A long text takes a while and should not block the caller's thread.
        var chosen = await Task.Run(() => Summarizer.Summarize(text, count, cancellationToken), cancellationToken);
        if (chosen.Count == 0)
        {
            throw new LlmException(
                "There is no sentence to summarise: headings, code and tables are left out, "
                + "and a sentence ends with a mark such as . ! ? or 。");
        }

        context.Usage = new Usage { InputTokens = Words.Count(text), OutputTokens = chosen.Sum(Words.Count) };
        for (var i = 0; i < chosen.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return i == 0 ? chosen[i] : "\n" + chosen[i];
        }
    }
}

/// <summary>Registers the model <c>summary</c>, which needs neither a network nor a key.</summary>
public sealed class SummaryPlugin : IPlugin
{
    /// <inheritdoc/>
    public string Name => "llm-summary";

    /// <inheritdoc/>
    public void RegisterModels(ModelRegistry models) => models.Add(new SummaryModel());
}
