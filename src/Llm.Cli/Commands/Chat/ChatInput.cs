using Llm.Cli.Input;
using Llm.Cli.Output;

namespace Llm.Cli.Commands.Chat;

/// <summary>Reads what the user says: a line, several between <c>!multi</c> and <c>!end</c>, a text from an editor, fragments.</summary>
internal sealed class ChatInput(CliContext context, FragmentResolver fragments)
{
    private const string Greeting = """
        Type 'exit' or 'quit' to exit
        Type '!multi' to enter multiple lines, then '!end' to finish
        Type '!edit' to open your default editor and modify the prompt
        Type '!fragment <my_fragment> [<another_fragment> ...]' to insert one or more fragments
        """;

    private Terminal Terminal => context.Terminal;

    /// <summary>Says who answers and what can be typed.</summary>
    public void Greet(Model model) => Terminal.WriteLine($"Chatting with {model.Id}\n{Greeting.ReplaceLineEndings("\n")}");

    /// <summary>What the user says next; null if they leave.</summary>
    /// <exception cref="LlmException">A fragment cannot be had or the editor failed, and nobody is there to try again.</exception>
    public async Task<ChatMessage?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Terminal.Write("> ");
            var line = await context.Input.ReadLineAsync(cancellationToken);
            if (line is null)
            {
                // The shell's prompt gets a line of its own.
                if (Terminal.OutputIsTerminal) Terminal.WriteLine();
                return null;
            }

            var message = Words(line) is ["!multi", .. var name]
                ? await ReadLinesAsync(string.Join(' ', ["!end", .. name]), cancellationToken)
                : await ReadLineAsync(line, cancellationToken);
            if (message.Text.Trim() is "exit" or "quit") return null;
            if (!message.IsEmpty) return message;
        }
    }

    private async Task<ChatMessage> ReadLinesAsync(string end, CancellationToken cancellationToken)
    {
        var text = new List<string>();
        var content = LoadedFragments.None;
        while (await context.Input.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Trim() == end) return new ChatMessage(string.Join('\n', text), content);
            var part = await ReadLineAsync(line, cancellationToken);
            // A command leaves no line behind; an empty line is one.
            if (part.Text.Length > 0 || line.Length == 0) text.Add(part.Text);
            content = new LoadedFragments([.. content.Fragments, .. part.Content.Fragments], [.. content.Attachments, .. part.Content.Attachments]);
        }

        Refuse(new LlmException($"The input ended before '{end}'; what came after '!multi' was not sent."));
        return new ChatMessage("", LoadedFragments.None);
    }

    private async Task<ChatMessage> ReadLineAsync(string line, CancellationToken cancellationToken)
    {
        try
        {
            return Words(line) switch
            {
                ["!edit"] => new ChatMessage(await EditAsync(cancellationToken), LoadedFragments.None),
                ["!fragment"] => throw new LlmException("Name at least one fragment: !fragment <my_fragment> [<another_fragment> ...]"),
                ["!fragment", .. var names] => new ChatMessage("", await fragments.ResolveAsync(names, allowAttachments: true, cancellationToken)),
                _ => new ChatMessage(line, LoadedFragments.None),
            };
        }
        catch (LlmException ex)
        {
            Refuse(ex);
            return new ChatMessage("", LoadedFragments.None);
        }
    }

    private async Task<string> EditAsync(CancellationToken cancellationToken)
    {
        if (await TextEditor.ComposeAsync(cancellationToken) is { } text) return text;
        Terminal.WriteErrorLine("Editor closed without saving.");
        return "";
    }

    /// <summary>Tells somebody at a keyboard what is wrong, so that they can try again; a script ends.</summary>
    private void Refuse(LlmException error)
    {
        if (!context.Input.IsTerminal) throw error;
        Terminal.WriteErrorLine(ErrorText.Of(error));
    }

    private static string[] Words(string line) => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
