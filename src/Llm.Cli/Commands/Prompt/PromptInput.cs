using Llm.Cli.Output;
using Llm.Prompting;

namespace Llm.Cli.Commands.Prompt;

/// <summary>Adds standard input to a draft: what comes through the pipe or, where there is nothing else to send, what is typed.</summary>
internal sealed class PromptInput(CliContext context)
{
    /// <summary>Adds the input and the texts of a template; one with <c>$input</c> takes the input in, else the input stands before everything.</summary>
    /// <param name="draft">The draft with what the template adds to it, its texts excepted.</param>
    /// <param name="template">The template.</param>
    /// <param name="values">The values for the template's variables.</param>
    /// <param name="hasContent">Whether the user gave something to send besides a text.</param>
    /// <param name="mayWait">Whether text may be waited for at a terminal.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="LlmException">A variable has no value.</exception>
    public async Task<PromptDraft> AddAsync(
        PromptDraft draft, Template template, IReadOnlyDictionary<string, string> values, bool hasContent, bool mayWait, CancellationToken cancellationToken)
    {
        if (template.Variables.Contains("input")) return (await AddAsync(draft, !hasContent, cancellationToken)).Fill(template, values);
        var filled = draft.Fill(template, values);
        return await AddAsync(filled, mayWait && !filled.HasContent, cancellationToken);
    }

    /// <summary>Puts the input before the draft's text.</summary>
    /// <param name="draft">The draft.</param>
    /// <param name="mayWait">Whether text may be waited for at a terminal if the draft has none.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<PromptDraft> AddAsync(PromptDraft draft, bool mayWait, CancellationToken cancellationToken)
    {
        // A fragment given as - has first call on the pipe.
        if (draft.HasPipedFragment) return draft;
        if (context.Input.IsTerminal)
        {
            if (!mayWait || draft.Text is not null) return draft;
            context.Terminal.WriteErrorLine("Type your prompt, then press Ctrl-D.", TextStyle.Dim);
        }

        return draft.Prepend(await context.Input.ReadTextAsync(cancellationToken));
    }
}
