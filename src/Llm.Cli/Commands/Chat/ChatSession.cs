using Llm.Cli.Output;
using Llm.Cli.Output.Conversations;
using Llm.Prompting;

namespace Llm.Cli.Commands.Chat;

/// <summary>A chat under way: asks what the user says, shows each answer and logs it.</summary>
/// <param name="context">The program's surroundings.</param>
/// <param name="log">Where answers are logged; null logs none.</param>
/// <param name="conversation">The conversation to talk in.</param>
internal sealed class ChatSession(CliContext context, IPromptLog? log, Conversation conversation)
{
    private readonly Stack<ChatTurn> turns = [];
    private Conversation conversation = conversation;
    private bool begun;

    /// <summary>The options that the user and the template gave, of which each model takes its own.</summary>
    public required PromptDraft Draft { get; init; }

    /// <summary>The first turn's instructions, fragments and attachments, and what goes with every turn.</summary>
    public required PromptOptions Opening { get; set; }

    /// <summary>The template that every text is put into; null if there is none.</summary>
    public Template? Template { get; init; }

    /// <summary>The values for the template's variables.</summary>
    public IReadOnlyDictionary<string, string> TemplateValues { get; init; } = new Dictionary<string, string>();

    /// <summary>How calls of tools are run; null if there are no tools.</summary>
    public ChainOptions? ToolChain { get; init; }

    /// <summary>How answers look on a terminal.</summary>
    public required TerminalLook Look { get; init; }

    /// <summary>Talks until the user leaves.</summary>
    /// <exception cref="LlmException">A turn failed and nobody is there to try again.</exception>
    public async Task RunAsync(ChatInput input, CancellationToken cancellationToken)
    {
        input.Greet(conversation.Model);
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

    private Task ExecuteAsync(ChatEntry entry, CancellationToken cancellationToken)
    {
        switch (entry)
        {
            case ChatMessage message:
                return AskAsync(message, cancellationToken);
            case ChatRetry:
                return AskAsync(TakeBack().Message, cancellationToken);
            case ChatUndo:
                Note($"Forgot: {Conversation.NameFor(TakeBack().Message.Text)}");
                break;
            case ChatModelChange { Name: { } name }:
                Change(context.FindModel(name, CliContext.NotAKnownModel));
                break;
            case ChatModelChange:
                Note($"Chatting with {conversation.Model.Id}");
                break;
        }

        return Task.CompletedTask;
    }

    private async Task AskAsync(ChatMessage message, CancellationToken cancellationToken)
    {
        turns.Push(new ChatTurn(message, conversation.Messages, begun));
        var draft = new PromptDraft { Text = message.Text, Options = Opening };
        if (Template is not null) draft = draft.Fill(Template, TemplateValues);
        var options = OptionsFor(message.Content, draft.Options.System);
        Task AnswerAsync(CancellationToken token) => AnswerTurnAsync(draft.Text, options, token);
        if (!context.Input.IsTerminal)
        {
            await AnswerAsync(cancellationToken);
        }
        else if (!await context.Interrupt.TryAsync(AnswerAsync, cancellationToken) && Look.RendererFor(context.Terminal) is null)
        {
            // Ctrl-C ends the answer, and its line where that is left to us.
            context.Terminal.WriteLine();
        }
    }

    /// <summary>Shows the answer and logs it; with tools, every answer until the model has no more calls.</summary>
    private async Task AnswerTurnAsync(string? text, PromptOptions options, CancellationToken cancellationToken)
    {
        var before = conversation.Responses.Count;
        try
        {
            var printer = new AnswerPrinter(context.Terminal, showReasoning: !Opening.HideReasoning, Look, pick: whole => whole);
            await new PromptRun(log, printer).AskAsync(conversation, text, options, ToolChain, cancellationToken);
        }
        finally
        {
            // A turn that nothing came of is none: the next one opens the chat.
            begun |= conversation.Responses.Count > before;
        }
    }

    /// <summary>Takes the chat back to where it was before the last message; the log keeps what it has.</summary>
    private ChatTurn TakeBack()
    {
        if (!turns.TryPop(out var turn)) throw new LlmException("Nothing was said in this chat yet");
        (conversation, begun) = (turn.Restore(conversation), turn.HadBegun);
        return turn;
    }

    private void Change(Model model)
    {
        Opening = Opening with { Options = Draft.For(model, context.Host.ModelOptions).Options.Options };
        conversation.Model = model;
        Note($"Chatting with {model.Id}");
    }

    private void Note(string text) => context.Terminal.WriteErrorLine(text, TextStyle.Dim);

    private PromptOptions OptionsFor(LoadedFragments content, string? system) => begun
        ? Opening with { System = null, SystemFragments = [], Fragments = content.Fragments, Attachments = content.Attachments }
        : Opening with
        {
            System = system,
            Fragments = [.. Opening.Fragments, .. content.Fragments],
            Attachments = [.. Opening.Attachments, .. content.Attachments],
        };
}
