using Llm.Commands;

namespace Llm.Cli.Options;

/// <summary>The option for a log database other than the user's default one.</summary>
internal sealed class DatabaseOption(bool mustExist = false) : OptionGroup
{
    public ValueOption<string> Option { get; } = new("-d", "--database")
    {
        Help = "Path to log database",
        Parser = ValueParsers.Path(mustExist, allowDirectory: false),
    };

    public override IReadOnlyList<Option> All => [Option];

    /// <summary>The path of the database to use.</summary>
    public string PathFor(Invocation invocation, UserDirectory directory) =>
        invocation.Get(Option) is { Length: > 0 } given ? Path.GetFullPath(given) : directory.LogsDatabase;
}
