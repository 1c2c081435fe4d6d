using Llm.Cli.Commands.Prompt;
using Llm.Cli.Output;
using Llm.Cli.Output.Conversations;

namespace Llm.Cli.Commands.Chat;

/// <summary>A chat under way: asks what the user says, shows each answer and logs it.</summary>
internal sealed class ChatSession(CliContext context, PromptLog logs, Conversation conversation)
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

    public bool IsLogged { get; init; }

    /// <summary>How answers look on a terminal.</summary>
    public required TerminalLook Look { get; init; }

    /// <summary>Talks until the user leaves.</summary>
    /// <exception cref="LlmException">A turn failed and nobody is there to try again.</exception>
    public async Task RunAsync(ChatInput input, CancellationToken cancellationToken)
    {
        input.Greet(conversation.Model);
        if (context.Terminal.OutputIsTerminal && Standing.Of(conversation.Messages) is { } standing) Note(standing);
        while (await input.ReadAsync(cancellationToken) is { } entry)
        {
            try
            {
                await ObeyAsync(entry, cancellationToken);
            }
            catch (LlmException ex) when (context.Input.IsTerminal)
            {
                context.Terminal.WriteErrorLine(ErrorText.Of(ex));
            }
        }
    }

    private Task ObeyAsync(ChatEntry entry, CancellationToken cancellationToken)
    {
        switch (entry)
        {
            case ChatMessage message:
                return AskAsync(message, cancellationToken);
            case ChatRetry:
                return AskAsync(Forget().Message, cancellationToken);
            case ChatUndo:
                Note($"Forgot: {Conversation.NameFor(Forget().Message.Text)}");
                break;
            case ChatModelChange { Name: { } name }:
                Change(context.Host.Models.Find(name) ?? throw new LlmException($"'{name}' is not a known model"));
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
        var draft = new PromptDraft { Text = message.Text, System = Opening.System };
        if (Template is not null) draft.Fill(Template, TemplateValues);
        var options = OptionsFor(message.Content, draft.System);
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
        var printer = new AnswerPrinter(context.Terminal, showReasoning: !Opening.HideReasoning, Look, pick: whole => whole);
        if (ToolChain is null)
        {
            await ShowAsync(conversation.PromptAsync(text, options), printer, cancellationToken);
        }
        else
        {
            await AnswerAllAsync(conversation.Chain(text, options, ToolChain), printer, cancellationToken);
        }

        printer.Finish();
    }

    private async Task AnswerAllAsync(Chain chain, AnswerPrinter printer, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var response in chain.ResponsesAsync(cancellationToken)) await ShowAsync(response, printer, cancellationToken);
        }
        catch (PauseChainException)
        {
            if (IsLogged) await logs.SavePauseAsync(conversation);
            throw;
        }
        catch
        {
            conversation.DeclineCalls(ConversationStart.CallIsGivenUp);
            throw;
        }
    }

    private async Task ShowAsync(Response response, AnswerPrinter printer, CancellationToken cancellationToken)
    {
        try
        {
            await printer.ShowAsync(response, cancellationToken);
        }
        catch (Exception ex) when (ex is not OutOfMemoryException)
        {
            await logs.SaveUnfinishedAsync(response, ex, IsLogged);
            throw;
        }
        finally
        {
            // A turn that nothing came of is none: the next one opens the chat.
            begun |= conversation.Responses.Contains(response);
        }

        // Ctrl-C after the last word takes nothing from the log.
        if (IsLogged) await logs.SaveAsync(response, CancellationToken.None);
    }

    /// <summary>Takes the chat back to where it was before the last message; the log keeps what it has.</summary>
    private ChatTurn Forget()
    {
        if (!turns.TryPop(out var turn)) throw new LlmException("Nothing was said in this chat yet");
        (conversation, begun) = (turn.Restore(conversation), turn.HadBegun);
        return turn;
    }

    private void Change(Model model)
    {
        Opening = Opening with { Options = Draft.OptionsFor(model, context.Host.ModelOptions) };
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
