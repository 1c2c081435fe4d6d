using Llm.Cli.Output;
using Llm.Commands;

namespace Llm.Cli.Commands.Logs;

internal sealed class LogsStatusCommand(CliContext context) : Command
{
    public const string Name = "status";

    public override string? Example => "llm logs status";

    public override string Help => "Show current status of database logging";

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var path = context.Host.Directory.LogsDatabase;
        if (!File.Exists(path))
        {
            context.Terminal.WriteLine($"No log database found at {path}");
            return 0;
        }

        context.Terminal.WriteLine(context.Host.Directory.LogsOn ? "Logging is ON for all prompts" : "Logging is OFF");
        using var store = LogFile.OpenExisting(path, context);
        var counts = await store.CountAsync(cancellationToken);
        context.Terminal.WriteLine($"Found log database at {path}");
        context.Terminal.WriteLine($"Number of threads logged:\t{counts.Threads}");
        context.Terminal.WriteLine($"Number of turns logged:\t\t{counts.Turns}");
        if (counts.LegacyConversations > 0 || counts.LegacyResponses > 0)
        {
            context.Terminal.WriteLine($"Number of legacy conversations:\t{counts.LegacyConversations}");
            context.Terminal.WriteLine($"Number of legacy responses:\t{counts.LegacyResponses}");
        }

        context.Terminal.WriteLine($"Database file size: \t\t{FileSize.Describe(new FileInfo(path).Length)}");
        return 0;
    }
}
