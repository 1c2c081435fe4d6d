using Llm.Commands;

namespace Llm.Cli.Options;

/// <summary>The options for embedding many items that the Python tool does not have.</summary>
internal sealed class ScaleOptions : OptionGroup
{
    private readonly ValueOption<int> parallel = new("--parallel") { Help = "Number of batches to embed at once", Default = 4 };

    private readonly ValueOption<string> tooLong = new("--too-long")
    {
        Help = "What to do with texts that are too long for the model",
        Parser = ValueParsers.Choice("truncate", "split", "refuse"),
    };

    private readonly ValueOption<int?> limit = new("--max-tokens")
    {
        Help = "Length of a text that is too long, if the model does not state it",
    };

    private readonly Flag strict = new("--strict") { Help = "Stop if an ID occurs twice" };
    private readonly Flag retryFailed = new("--retry-failed") { Help = "Embed only items that failed in an earlier run" };

    public override IReadOnlyList<Option> All => [parallel, tooLong, limit, strict, retryFailed];

    public EmbedManyOptions Read(Invocation invocation)
    {
        if (invocation.Get(parallel) < 1) throw new UsageException("--parallel must be at least 1");
        if (invocation.Get(limit) is < 1) throw new UsageException("--max-tokens must be at least 1");
        return new EmbedManyOptions
        {
            Parallel = invocation.Get(parallel),
            TooLong = invocation.Get(tooLong) switch
            {
                "truncate" => TooLongText.Truncate,
                "split" => TooLongText.Split,
                "refuse" => TooLongText.Refuse,
                _ => null,
            },
            InputLimit = invocation.Get(limit),
            Strict = invocation.Get(strict),
            OnlyFailed = invocation.Get(retryFailed),
        };
    }
}
