using Llm.Cli.Commands.Prompt;
using Llm.Cli.Output;

namespace Llm.Cli.Commands.Chat;

/// <summary>A chat under way: asks what the user says, shows each answer and logs it.</summary>
internal sealed class ChatSession(CliContext context, PromptLog logs, Conversation conversation)
{
    private bool begun;

    /// <summary>The first turn's instructions, fragments and attachments, and what goes with every turn.</summary>
    public required PromptOptions Opening { get; init; }

    /// <summary>The template that every text is put into; null if there is none.</summary>
    public Template? Template { get; init; }

    /// <summary>The values for the template's variables.</summary>
    public IReadOnlyDictionary<string, string> TemplateValues { get; init; } = new Dictionary<string, string>();

    public bool IsLogged { get; init; }

    /// <summary>Talks until the user leaves.</summary>
    /// <exception cref="LlmException">A turn failed and nobody is there to try again.</exception>
    public async Task RunAsync(ChatInput input, CancellationToken cancellationToken)
    {
        input.Greet(conversation.Model);
        while (await input.ReadAsync(cancellationToken) is { } message)
        {
            try
            {
                await AskAsync(message, cancellationToken);
            }
            catch (LlmException ex) when (context.Input.IsTerminal)
            {
                context.Terminal.WriteErrorLine(ErrorText.Of(ex));
            }
        }
    }

    private async Task AskAsync(ChatMessage message, CancellationToken cancellationToken)
    {
        var draft = new PromptDraft { Text = message.Text, System = Opening.System };
        if (Template is not null) draft.Fill(Template, TemplateValues);
        var response = conversation.PromptAsync(draft.Text, OptionsFor(message.Content, draft.System));
        try
        {
            var printer = new AnswerPrinter(context.Terminal, showReasoning: !Opening.HideReasoning);
            await printer.ShowAsync(response, text => text, cancellationToken);
        }
        catch (Exception ex) when (ex is not OutOfMemoryException)
        {
            await logs.SaveUnfinishedAsync(response, ex, IsLogged);
            throw;
        }
        finally
        {
            // A turn that nothing came of is none: the next one opens the chat.
            begun |= conversation.Responses.Count > 0;
        }

        if (IsLogged) await logs.SaveAsync(response, cancellationToken);
    }

    private PromptOptions OptionsFor(LoadedFragments content, string? system) => begun
        ? Opening with { System = null, SystemFragments = [], Fragments = content.Fragments, Attachments = content.Attachments }
        : Opening with
        {
            System = system,
            Fragments = [.. Opening.Fragments, .. content.Fragments],
            Attachments = [.. Opening.Attachments, .. content.Attachments],
        };
}
