using Llm.Commands;

namespace Llm.Cli.Options;

/// <summary>The options for a log database to read, which must exist.</summary>
internal sealed class ExistingDatabaseOptions : OptionGroup
{
    private readonly DatabaseOption database = new(mustExist: true);

    /// <summary>The name of the option in versions before 0.26.</summary>
    private readonly ValueOption<string> oldPath = new("-p", "--path")
    {
        Help = "Path to log database",
        IsHidden = true,
        Parser = ValueParsers.Path(mustExist: true, allowDirectory: false),
    };

    public override IReadOnlyList<Option> All => [oldPath, database.Option];

    /// <summary>The path of the database to read.</summary>
    public string PathFor(Invocation invocation, UserDirectory directory) =>
        invocation.Get(oldPath) ?? database.PathFor(invocation, directory);
}
