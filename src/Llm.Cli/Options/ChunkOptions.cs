using Llm.Commands;

namespace Llm.Cli.Options;

/// <summary>The options for splitting long texts, which the Python tool does not have.</summary>
internal sealed class ChunkOptions : OptionGroup
{
    private readonly ValueOption<int?> size = new("--chunk")
    {
        Help = "Split texts into chunks of at most so many tokens, stored as ID#1, ID#2 and so on",
        Metavar = "TOKENS",
    };

    private readonly ValueOption<int?> overlap = new("--overlap")
    {
        Help = "Number of tokens that a chunk repeats from the one before it",
        Metavar = "TOKENS",
    };

    public override IReadOnlyList<Option> All => [size, overlap];

    /// <summary>Whether texts are to be split.</summary>
    public bool IsGiven(Invocation invocation) => invocation.Get(size) is not null;

    /// <summary>Adds the settings to those of a run.</summary>
    /// <param name="options">The settings of the run.</param>
    /// <param name="prefix">What is put before each chunk.</param>
    /// <param name="invocation">The call of the command.</param>
    public EmbedManyOptions Apply(EmbedManyOptions options, string prefix, Invocation invocation) => options with
    {
        ChunkSize = invocation.Get(size),
        ChunkOverlap = invocation.Get(overlap) ?? 0,
        ChunkPrefix = prefix,
    };

    /// <exception cref="UsageException">The numbers are out of range, or bytes would have to be split.</exception>
    public void Check(Invocation invocation, bool isBinary)
    {
        if (invocation.Get(size) is < 1) throw new UsageException("--chunk must be at least 1");
        if (isBinary && IsGiven(invocation)) throw new UsageException("--chunk cannot be used with --binary");
        if (invocation.Get(overlap) is not { } given) return;
        if (invocation.Get(size) is not { } most) throw new UsageException("--overlap must be used with --chunk");
        if (given < 0 || given >= most) throw new UsageException("--overlap must be at least 0 and less than --chunk");
    }
}
