using Llm.Cli.Input.Editing;
using Llm.Cli.Output;

namespace Llm.Cli.Commands.Chat;

/// <summary>The line editor of a chat, with the history of earlier chats and completion of the chat's commands.</summary>
internal sealed class ChatKeyboard
{
    private const string FileName = "chat_history";
    private const string ModelCommand = "!model ";
    private const string FragmentCommand = "!fragment";

    private static readonly string[] Commands = ["!attachment", "!edit", FragmentCommand, "!model", "!multi", "!retry", "!undo"];

    private readonly CliContext context;
    private readonly bool isAtAddress;
    private readonly LineHistory history;
    private readonly LineEditor editor;
    private HistoryFile? file;

    /// <summary>Creates an editor with the history file of the user directory.</summary>
    /// <param name="context">The services of the program.</param>
    /// <param name="isLogged">Whether messages may be written to the history file.</param>
    /// <param name="isAtAddress">Whether the chat is with a server that is named by its address only.</param>
    public ChatKeyboard(CliContext context, bool isLogged, bool isAtAddress = false)
    {
        this.context = context;
        this.isAtAddress = isAtAddress;
        var stored = new HistoryFile(Path.Combine(context.Host.Directory.Path, FileName));
        history = new LineHistory(stored.Read());
        editor = new LineEditor(context.Terminal, history, Complete);
        file = isLogged ? stored : null;
    }

    /// <summary>Reads the next message; returns null if the user leaves.</summary>
    public TypedLine? Read(string prompt, CancellationToken cancellationToken) => editor.Read(prompt, cancellationToken);

    /// <summary>Adds a message to the history of this chat and, if the chat is logged, of later ones.</summary>
    public void Remember(string text)
    {
        if (!history.Add(text)) return;
        try
        {
            file?.Append(text);
        }
        catch (LlmException ex)
        {
            // The error is shown once, and the chat continues without the history file.
            context.Terminal.WriteErrorLine(ErrorText.Of(ex));
            file = null;
        }
    }

    private IReadOnlyList<string> Complete(string typed)
    {
        if (!typed.StartsWith(ModelCommand, StringComparison.Ordinal))
            return Beginning(typed, isAtAddress ? Commands.Where(command => command != FragmentCommand) : Commands);
        // Only the server knows its models.
        if (isAtAddress) return [];
        var names = context.Host.ListedModels.ByName.Keys.Concat(context.Host.Aliases.Read().Keys);
        return Beginning(typed, names.Distinct().Order(StringComparer.Ordinal).Select(name => ModelCommand + name));
    }

    private static IReadOnlyList<string> Beginning(string typed, IEnumerable<string> choices) =>
        typed.StartsWith('!') ? [.. choices.Where(choice => choice.StartsWith(typed, StringComparison.Ordinal))] : [];
}
