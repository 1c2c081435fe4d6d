using Llm.Cli.Output;
using Llm.Prompting;

namespace Llm.Cli.Commands.Prompt;

/// <summary>Adds standard input to a draft: piped text or, if there is nothing else to send, typed text.</summary>
internal sealed class PromptInput(CliContext context)
{
    /// <summary>
    /// Adds the input and the texts of a template. A template with <c>$input</c> includes the input; otherwise it comes before everything
    /// else.
    /// </summary>
    /// <param name="draft">The draft, to which the template has been applied except for its texts.</param>
    /// <param name="template">The template.</param>
    /// <param name="values">The values for the template's variables.</param>
    /// <param name="hasContent">Whether the user gave something to send.</param>
    /// <param name="mayWait">Whether to wait for text at a terminal.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="LlmException">A variable has no value.</exception>
    public async Task<PromptDraft> AddAsync(
        PromptDraft draft, Template template, IReadOnlyDictionary<string, string> values, bool hasContent, bool mayWait,
        CancellationToken cancellationToken)
    {
        if (template.Variables.Contains("input")) return (await AddAsync(draft, !hasContent, cancellationToken)).Fill(template, values);
        var filled = draft.Fill(template, values);
        return await AddAsync(filled, mayWait && !filled.HasContent, cancellationToken);
    }

    /// <summary>Puts the input before the draft's text.</summary>
    /// <param name="draft">The draft.</param>
    /// <param name="mayWait">Whether to wait for text at a terminal if the draft has none.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<PromptDraft> AddAsync(PromptDraft draft, bool mayWait, CancellationToken cancellationToken)
    {
        // A fragment that is given as - reads the pipe instead.
        if (draft.HasPipedFragment) return draft;
        if (context.Input.IsTerminal)
        {
            if (!mayWait || draft.Text is not null) return draft;
            context.Terminal.WriteErrorLine("Type your prompt, then press Ctrl-D.", TextStyle.Dim);
        }

        return draft.Prepend(await context.Input.ReadTextAsync(cancellationToken));
    }
}
