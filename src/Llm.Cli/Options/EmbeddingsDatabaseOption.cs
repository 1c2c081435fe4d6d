using Llm.Commands;

namespace Llm.Cli.Options;

/// <summary>The option for a database of collections other than the user's default one.</summary>
/// <param name="help">The text of the help page, which some commands of the Python tool leave out.</param>
internal sealed class EmbeddingsDatabaseOption(string help = "") : OptionGroup
{
    public ValueOption<string> Option { get; } = new("-d", "--database")
    {
        Help = help,
        EnvironmentVariable = "LLM_EMBEDDINGS_DB",
        Parser = ValueParsers.Path(allowDirectory: false),
    };

    public override IReadOnlyList<Option> All => [Option];

    /// <summary>The path of the database to use.</summary>
    public string PathFor(Invocation invocation, UserDirectory directory) =>
        invocation.Get(Option) is { Length: > 0 } given ? Path.GetFullPath(given) : directory.EmbeddingsDatabase;
}
