using Llm.Cli.Options;
using Llm.Commands;
using Llm.Storage.Logs;

namespace Llm.Cli.Commands.Conversations;

internal sealed class ConversationsExportCommand(CliContext context) : Command
{
    public const string Name = "export";

    private readonly OptionalArgument<string> id = new("ID");
    private readonly Flag json = new("--json") { Help = "Output as JSON, with all details" };
    private readonly DatabaseOption database = new(mustExist: true);

    public override string? Example => "llm conversations export --json";

    public override string Help => """
        Print a whole conversation, by default the most recent one

        The output is Markdown for people to read, or JSON with messages that the library can read again.

        \b
            llm conversations export 01kb2c3v0wq1v9c5m6j8n7p4xy > pelican.md
        """;

    public override IReadOnlyList<Parameter> Parameters => [id, json, database.Option];

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        using var store = LogFile.OpenExisting(database.PathFor(invocation, context.Host.Directory), context);
        var wanted = invocation.Get(id) is { Length: > 0 } given ? given : await store.FindNewestConversationIdAsync(cancellationToken);
        if (wanted is null) throw new LlmException("Nothing is logged yet.");
        var conversation = await store.LoadConversationAsync(wanted, cancellationToken) ?? throw ConversationsRenameCommand.Unknown(wanted);
        if (invocation.Get(json)) context.Terminal.WriteLine(Transcript.ToJson(conversation));
        else context.Terminal.Write(Transcript.ToMarkdown(conversation));
        return 0;
    }
}
