using Llm.Cli.Output;
using Llm.Commands;

namespace Llm.Cli.Commands.Logs;

internal sealed class LogsBackupCommand(CliContext context) : Command
{
    public const string Name = "backup";

    private readonly ValueArgument<string> path = new("PATH") { Parser = ValueParsers.Path() };

    public override string? Example => "llm logs backup ~/llm-logs.db";

    public override string Help => "Backup your logs database to this file";

    public override IReadOnlyList<Parameter> Parameters => [path];

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var target = invocation.Get(path);
        using var store = LogFile.OpenExisting(context.Host.Directory.LogsDatabase, context);
        await store.BackUpAsync(Path.GetFullPath(target), cancellationToken);
        context.Terminal.WriteLine($"Backed up {FileSize.Describe(new FileInfo(target).Length)} to {target}");
        return 0;
    }
}
