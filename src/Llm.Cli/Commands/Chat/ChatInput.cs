using Llm.Cli.Input;
using Llm.Cli.Input.Editing;
using Llm.Cli.Output;

namespace Llm.Cli.Commands.Chat;

/// <summary>
/// Reads the user's entries: a line, several lines between <c>!multi</c> and <c>!end</c>, a text from an editor, fragments and attachments.
/// </summary>
/// <param name="context">The services of the program.</param>
/// <param name="fragments">Finds the fragments that the user names; null if the chat has no <c>!fragment</c>.</param>
/// <param name="keyboard">The line editor; null reads lines as they arrive.</param>
internal sealed class ChatInput(CliContext context, FragmentResolver? fragments, ChatKeyboard? keyboard)
{
    private const string Greeting = """
        Type 'exit' or 'quit' to exit
        Type '!multi' to enter multiple lines, then '!end' to finish
        Type '!edit' to open your default editor and modify the prompt
        """;

    private const string FragmentGreeting = "Type '!fragment <my_fragment> [<another_fragment> ...]' to insert one or more fragments";

    /// <summary>Commands that the Python tool lacks; they are shown only to a person at a terminal.</summary>
    private const string Additions = """
        Type '!attachment <path or URL>' to send a file with your next message
        Type '!retry' to ask again, '!undo' to remove the last message, '!model <model>' to change the model
        """;

    /// <summary>The attachments of the next message.</summary>
    private readonly List<Attachment> attachments = [];

    private Terminal Terminal => context.Terminal;

    /// <summary>Shows the model and the commands of the chat.</summary>
    public void Greet(string model)
    {
        var lines = fragments is null ? Greeting : $"{Greeting}\n{FragmentGreeting}";
        if (Terminal.OutputIsTerminal) lines += $"\n{Additions}";
        Terminal.WriteLine($"Chatting with {model}\n{lines.ReplaceLineEndings("\n")}");
    }

    /// <summary>Reads the next entry; returns null if the user leaves.</summary>
    /// <exception cref="LlmException">A fragment cannot be loaded or the editor failed, and there is no user to try again.</exception>
    public async Task<ChatEntry?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var line = await TypedAsync("> ", cancellationToken);
            if (line is null) return null;
            keyboard?.Remember(line.Text);
            var entry = line.IsLiteral
                ? new ChatMessage(line.Text, LoadedFragments.None)
                : await ReadEntryAsync(line.Text, cancellationToken);
            if (entry is not ChatMessage message) return entry;
            if (message.Text.Trim() is "exit" or "quit") return null;
            if (!message.IsEmpty) return WithAttachments(message);
        }
    }

    private async Task<TypedLine?> TypedAsync(string prompt, CancellationToken cancellationToken)
    {
        if (keyboard is not null) return keyboard.Read(prompt, cancellationToken);
        Terminal.Write(prompt);
        if (await context.Input.ReadLineAsync(cancellationToken) is { } line) return new TypedLine(line, IsLiteral: false);
        // The shell's prompt starts on a new line.
        if (Terminal.OutputIsTerminal) Terminal.WriteLine();
        return null;
    }

    private async Task<ChatEntry> ReadEntryAsync(string line, CancellationToken cancellationToken) => Words(line) switch
    {
        ["!multi", .. var name] => await ReadLinesAsync(string.Join(' ', ["!end", .. name]), cancellationToken),
        ["!retry"] => new ChatRetry(),
        ["!undo"] => new ChatUndo(),
        ["!model"] => new ChatModelChange(null),
        ["!model", var model] => new ChatModelChange(model),
        _ => await ReadLineAsync(line, cancellationToken),
    };

    private async Task<ChatMessage> ReadLinesAsync(string end, CancellationToken cancellationToken)
    {
        var text = new List<string>();
        var content = LoadedFragments.None;
        while (await TypedAsync("", cancellationToken) is { } line)
        {
            if (!line.IsLiteral && line.Text.Trim() == end) return new ChatMessage(string.Join('\n', text), content);
            var part = line.IsLiteral
                ? new ChatMessage(line.Text, LoadedFragments.None)
                : await ReadLineAsync(line.Text, cancellationToken);
            // A command adds no line, but an empty line is kept.
            if (part.Text.Length > 0 || line.Text.Length == 0) text.Add(part.Text);
            content = new LoadedFragments(
                [.. content.Fragments, .. part.Content.Fragments], [.. content.Attachments, .. part.Content.Attachments]);
        }

        Refuse(new LlmException($"The input ended before '{end}'; the lines after '!multi' were not sent."));
        return ChatMessage.Empty;
    }

    private async Task<ChatMessage> ReadLineAsync(string line, CancellationToken cancellationToken)
    {
        try
        {
            switch (Words(line))
            {
                case ["!edit"]:
                    return ChatMessage.Empty with { Text = await EditAsync(cancellationToken) };
                case ["!fragment"] when fragments is not null:
                    throw new LlmException("Name at least one fragment: !fragment <my_fragment> [<another_fragment> ...]");
                case ["!fragment", .. var names] when fragments is not null:
                    return new ChatMessage("", await FindFragmentsAsync(names, cancellationToken));
                case ["!attachment", ..]:
                    await AttachAsync(line.Trim()["!attachment".Length..].Trim(), cancellationToken);
                    return ChatMessage.Empty;
                default:
                    return new ChatMessage(line, LoadedFragments.None);
            }
        }
        catch (LlmException ex)
        {
            Refuse(ex);
            return ChatMessage.Empty;
        }
    }

    private async Task<LoadedFragments> FindFragmentsAsync(string[] names, CancellationToken cancellationToken)
    {
        try
        {
            return await fragments!.ResolveAsync(names, allowAttachments: true, cancellationToken);
        }
        catch (RuntimeCodeRequiredException ex)
        {
            throw new LlmException($"This needs code that only the start of a chat can load: llm chat -f {string.Join(' ', names)}", ex);
        }
    }

    private async Task<string> EditAsync(CancellationToken cancellationToken)
    {
        // While the editor is open, Ctrl-C is for the editor.
        string? text = null;
        await context.Interrupt.TryAsync(async _ => text = await TextEditor.ComposeAsync(cancellationToken), cancellationToken);
        if (text is null) Terminal.WriteErrorLine("Editor closed without saving.");
        return text ?? "";
    }

    private async Task AttachAsync(string name, CancellationToken cancellationToken)
    {
        // Standard input is the chat itself, so it cannot be attached.
        if (name is "" or "-") throw new LlmException("Name a file or a URL: !attachment <path or URL>");
        var attachment = await context.Attachments.ResolveAsync(name, cancellationToken);
        attachments.Add(attachment);
        Terminal.WriteErrorLine($"{name} ({attachment.Type}) will be sent with your next message.", TextStyle.Dim);
    }

    private ChatMessage WithAttachments(ChatMessage message)
    {
        var content = message.Content with { Attachments = [.. attachments, .. message.Content.Attachments] };
        attachments.Clear();
        return message with { Content = content };
    }

    /// <summary>Shows an error to a person at a terminal, who can try again; throws it in a script.</summary>
    private void Refuse(LlmException error)
    {
        if (!context.Input.IsTerminal) throw error;
        Terminal.WriteErrorLine(ErrorText.Of(error));
    }

    private static string[] Words(string line) => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
