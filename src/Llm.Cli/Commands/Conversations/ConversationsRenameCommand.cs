using Llm.Cli.Options;
using Llm.Commands;

namespace Llm.Cli.Commands.Conversations;

internal sealed class ConversationsRenameCommand(CliContext context) : Command
{
    public const string Name = "rename";

    private readonly ValueArgument<string> id = new("ID");
    private readonly ValueArgument<string> name = new("NAME");
    private readonly DatabaseOption database = new(mustExist: true);

    public override string? Example => "llm conversations rename 01kb2c3v0wq1v9c5m6j8n7p4xy 'Names for the pelican'";

    public override string Help => "Rename a conversation";

    public override IReadOnlyList<Parameter> Parameters => [id, name, database.Option];

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var wanted = invocation.Get(id)!;
        using var store = LogFile.OpenWritable(database.PathFor(invocation, context.Host.Directory), context);
        if (!await store.RenameConversationAsync(wanted, invocation.Get(name)!, cancellationToken)) throw Unknown(wanted);
        return 0;
    }

    public static LlmException Unknown(string id) => new($"No conversation found with id={id}. 'llm conversations' lists them.");
}
