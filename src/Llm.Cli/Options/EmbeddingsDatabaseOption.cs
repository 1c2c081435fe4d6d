using Llm.Commands;
using Llm.Storage.Postgres;

namespace Llm.Cli.Options;

/// <summary>The option for a database of collections other than the user's default one: a file, or one on a PostgreSQL server.</summary>
/// <param name="help">The text of the help page, which some commands of the Python tool leave out.</param>
internal sealed class EmbeddingsDatabaseOption(string help = "") : OptionGroup
{
    private const string Variable = "LLM_EMBEDDINGS_DB";

    public ValueOption<string> Option { get; } = new("-d", "--database")
    {
        Help = help,
        EnvironmentVariable = Variable,
        Parser = ValueParsers.Path(allowDirectory: false),
    };

    public override IReadOnlyList<Option> All => [Option];

    /// <summary>Whether a command has this option and it names a database on a server.</summary>
    public static bool NamesServer(Invocation invocation)
    {
        foreach (var parameter in invocation.Command.Parameters)
        {
            if (parameter is ValueOption<string> { EnvironmentVariable: Variable } option
                && invocation.Get(option) is { } given && PostgresAddress.Matches(given))
                return true;
        }

        return false;
    }

    /// <summary>The full path of the file to use, or the address of the database on a server.</summary>
    public string PathFor(Invocation invocation, UserDirectory directory)
    {
        if (invocation.Get(Option) is not { Length: > 0 } given) return directory.EmbeddingsDatabase;
        return PostgresAddress.Matches(given) ? given : Path.GetFullPath(given);
    }
}
