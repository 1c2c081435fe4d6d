using Llm.Cli.CommandLine;
using Llm.Cli.Commands.Chat;
using Llm.Cli.Options;
using Llm.Cli.Output.Conversations;
using Llm.Commands;
using Llm.Storage.Logs;

namespace Llm.Cli.Commands.Conversations;

internal sealed class ConversationsPickCommand(CliContext context) : Command
{
    public const string Name = "pick";

    private const int Most = 15;

    private readonly DatabaseOption database = new(mustExist: true);

    public override string? Example => "llm conversations pick";

    public override string Help => """
        Choose a conversation at the terminal and continue it in a chat

        Type a number to choose a conversation or words to search the names, or press Enter for the first one. Scripts can use
        'llm chat --cid ID'.
        """;

    public override IReadOnlyList<Parameter> Parameters => [database.Option];

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        if (!context.Input.IsTerminal || !context.Terminal.OutputIsTerminal)
        {
            throw new LlmException(
                "Choosing needs a terminal. 'llm conversations' lists conversations and 'llm chat --cid ID' continues one.");
        }

        var path = database.PathFor(invocation, context.Host.Directory);
        if (await ChooseAsync(path, cancellationToken) is not { } chosen) return 0;
        var chat = new CommandGroup("", new CommandEntry("chat", () => new ChatCommand(context)));
        var parsed = new CommandLineParser(chat, "llm", ProductVersion.Text).Parse(["chat", "--cid", chosen.Id, "-d", path]);
        return await ((ParseResult.Run)parsed).Invocation.RunAsync(cancellationToken);
    }

    /// <summary>Shows the list and asks until the user chooses; returns null if the user leaves.</summary>
    private async Task<ConversationSummary?> ChooseAsync(string path, CancellationToken cancellationToken)
    {
        using var store = LogFile.OpenExisting(path, context);
        var found = await store.ListConversationsAsync([], Most, cancellationToken);
        while (true)
        {
            context.Terminal.Write(ConversationList.ToNumberedText(found, context.Host.Services.Clock.GetUtcNow()));
            context.Terminal.Write(found.Count > 0
                ? "Number, words to search, Enter for 1, Ctrl-D to leave: "
                : "No conversation has such a name. Words to search, Ctrl-D to leave: ");
            if (await context.Input.ReadLineAsync(cancellationToken) is not { } line)
            {
                context.Terminal.WriteLine();
                return null;
            }

            var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0 && found.Count > 0) return found[0];
            if (words is [var word] && int.TryParse(word, out var number) && number > 0 && number <= found.Count) return found[number - 1];
            found = await store.ListConversationsAsync(words, Most, cancellationToken);
        }
    }
}
