using Llm.Cli.Options;
using Llm.Cli.Output.Conversations;
using Llm.Commands;

namespace Llm.Cli.Commands.Conversations;

internal sealed class ConversationsListCommand(CliContext context) : Command
{
    public const string Name = "list";

    private readonly ValueOption<int> count =
        new("-n", "--count") { Help = "Number of conversations to show, newest first; 0 for all", Default = 10 };
    private readonly RepeatedOption<string> queries =
        new("-q", "--query") { Help = "Only conversations with names that contain these strings" };
    private readonly ListOptions list = new();
    private readonly DatabaseOption database = new(mustExist: true);

    public override string? Example => "llm conversations -q pelican";

    public override string Help => """
        List conversations, most recently used first

        \b
            llm conversations -q pelican
            llm --cid 01kb2c3v0wq1v9c5m6j8n7p4xy 'And then?'
        """;

    public override IReadOnlyList<Parameter> Parameters => [count, queries, .. list.All, database.Option];

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        using var store = LogFile.OpenExisting(database.PathFor(invocation, context.Host.Directory), context);
        var limit = invocation.Get(count);
        var found = await store.ListConversationsAsync(invocation.Get(queries) ?? [], limit > 0 ? limit : null, cancellationToken);
        var now = context.Host.Services.Clock.GetUtcNow();
        list.Write(invocation, context.Terminal, found, ConversationList.ToJson, all => ConversationList.ToText(all, now));
        return 0;
    }
}
