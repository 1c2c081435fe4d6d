using Llm.Cli.Output;
using Llm.Cli.Output.Conversations;
using Llm.Prompting;

namespace Llm.Cli.Commands.Chat;

/// <summary>Runs a chat: reads the user's entries, shows each answer and logs it.</summary>
/// <param name="context">The services of the program.</param>
/// <param name="log">The log for answers; null if they are not logged.</param>
/// <param name="conversation">The conversation of the chat.</param>
internal sealed class ChatSession(CliContext context, IPromptLog? log, Conversation conversation)
{
    private readonly Stack<ChatTurn> turns = [];
    private Conversation conversation = conversation;
    private bool hasStarted;

    /// <summary>The options from the user and the template, from which those of each model are derived.</summary>
    public required PromptDraft Draft { get; init; }

    /// <summary>The instructions, fragments and attachments of the first turn, and the options of every turn.</summary>
    public required PromptOptions Opening { get; set; }

    /// <summary>The template that is filled with every text; null if there is none.</summary>
    public Template? Template { get; init; }

    /// <summary>The values for the template's variables.</summary>
    public IReadOnlyDictionary<string, string> TemplateValues { get; init; } = new Dictionary<string, string>();

    /// <summary>The settings of tool calls; null if there are no tools.</summary>
    public ChainOptions? ToolChain { get; init; }

    /// <summary>The look of answers on a terminal.</summary>
    public required TerminalLook Look { get; init; }

    /// <summary>Finds texts for a message, to be sent with it; null if there are none to look for.</summary>
    public Func<string?, CancellationToken, Task<IReadOnlyList<Fragment>>>? Retrieve { get; init; }

    /// <summary>The address of the server whose models alone can be chosen; null for all models.</summary>
    public string? Address { get; init; }

    /// <summary>Runs the chat until the user leaves.</summary>
    /// <exception cref="LlmException">A turn failed, and there is no user to try again.</exception>
    public async Task RunAsync(ChatInput input, CancellationToken cancellationToken)
    {
        input.Greet(Label);
        if (context.Terminal.OutputIsTerminal && ResumeSummary.Of(conversation.Messages) is { } summary) Note(summary);
        while (await input.ReadAsync(cancellationToken) is { } entry)
        {
            try
            {
                await ExecuteAsync(entry, cancellationToken);
            }
            catch (LlmException ex) when (context.Input.IsTerminal)
            {
                context.Terminal.WriteErrorLine(ErrorText.Of(ex));
            }
        }
    }

    private string Label => Address is null ? conversation.Model.Id : $"{conversation.Model.Id} at {Address}";

    private Task ExecuteAsync(ChatEntry entry, CancellationToken cancellationToken)
    {
        switch (entry)
        {
            case ChatMessage message:
                return AskAsync(message, cancellationToken);
            case ChatRetry:
                return AskAsync(RemoveLastTurn().Message, cancellationToken);
            case ChatUndo:
                Note($"Removed: {Conversation.NameFor(RemoveLastTurn().Message.Text)}");
                break;
            case ChatModelChange { Name: { } name }:
                ChangeModel(Address is null
                    ? context.FindModel(name, CliContext.NotAKnownModel)
                    : conversation.Model.WithName(name)!);
                break;
            case ChatModelChange:
                Note($"Chatting with {Label}");
                break;
        }

        return Task.CompletedTask;
    }

    private async Task AskAsync(ChatMessage message, CancellationToken cancellationToken)
    {
        turns.Push(new ChatTurn(message, conversation.Messages, hasStarted));
        var draft = new PromptDraft { Text = message.Text, Options = Opening };
        if (Template is not null) draft = draft.Fill(Template, TemplateValues);
        async Task AnswerAsync(CancellationToken token)
        {
            var content = await AddTextsAsync(message, token);
            await AnswerTurnAsync(draft.Text, OptionsFor(content, draft.Options.System), token);
        }

        if (!context.Input.IsTerminal)
        {
            await AnswerAsync(cancellationToken);
        }
        else if (!await context.Interrupt.TryAsync(AnswerAsync, cancellationToken) && Look.RendererFor(context.Terminal) is null)
        {
            // Ctrl-C ends the answer; a renderer has ended the line, but a plain answer has not.
            context.Terminal.WriteLine();
        }
    }

    private async Task<LoadedFragments> AddTextsAsync(ChatMessage message, CancellationToken cancellationToken)
    {
        // A message of fragments only has nothing to look for.
        if (Retrieve is null || string.IsNullOrWhiteSpace(message.Text)) return message.Content;
        return message.Content with
        {
            Fragments = [.. message.Content.Fragments, .. await Retrieve(message.Text, cancellationToken)],
        };
    }

    /// <summary>Shows the answer and logs it; with tools, every answer until the model makes no more calls.</summary>
    private async Task AnswerTurnAsync(string? text, PromptOptions options, CancellationToken cancellationToken)
    {
        var before = conversation.Responses.Count;
        try
        {
            var printer = new AnswerPrinter(context.Terminal, !Opening.HideReasoning, Look, AnswerPrinter.Everything)
            {
                ShowsAllEvents = true,
            };
            await new PromptRun(log, printer).AskAsync(conversation, text, options, ToolChain, cancellationToken);
        }
        finally
        {
            // A turn without a response does not count, so the next one opens the chat.
            hasStarted |= conversation.Responses.Count > before;
        }
    }

    /// <summary>Returns the chat to its state before the last message; the log keeps the turn.</summary>
    private ChatTurn RemoveLastTurn()
    {
        if (!turns.TryPop(out var turn)) throw new LlmException("There is no message in this chat yet");
        (conversation, hasStarted) = (turn.Restore(conversation), turn.HadStarted);
        return turn;
    }

    private void ChangeModel(Model model)
    {
        Opening = Opening with { Options = Draft.For(model, Address is null ? context.Host.ModelOptions : null).Options.Options };
        conversation.Model = model;
        Note($"Chatting with {Label}");
    }

    private void Note(string text) => context.Terminal.WriteErrorLine(text, TextStyle.Dim);

    private PromptOptions OptionsFor(LoadedFragments content, string? system) => hasStarted
        ? Opening with { System = null, SystemFragments = [], Fragments = content.Fragments, Attachments = content.Attachments }
        : Opening with
        {
            System = system,
            Fragments = [.. Opening.Fragments, .. content.Fragments],
            Attachments = [.. Opening.Attachments, .. content.Attachments],
        };
}
