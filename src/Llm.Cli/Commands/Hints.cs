using Llm.Cli.CommandLine;
using Llm.Cli.Commands.Completion;
using Llm.Cli.Output;
using Llm.Commands;
using Llm.Json;

namespace Llm.Cli.Commands;

/// <summary>Shows hints to a person at a terminal besides an error: names similar to an unknown one, and how to get started.</summary>
internal sealed class Hints(CliContext context)
{
    private const int MaxModels = 5;

    /// <summary>Shows a hint after an error, if there is one.</summary>
    public async Task ShowAsync(Exception error, CancellationToken cancellationToken)
    {
        try
        {
            var hint = error switch
            {
                UnknownNameException { Name: { Length: > 0 } name } unknown => await NearAsync(unknown.Kind, name, cancellationToken),
                MissingKeyException missing => GetStarted(missing),
                _ => null,
            };
            if (hint is not null) context.Terminal.WriteErrorLine(hint, TextStyle.Dim);
        }
        catch (LlmException)
        {
            // The error itself has been shown.
        }
    }

    /// <summary>Notes that a single word is sent as a prompt, if it is one typo away from the name of a command.</summary>
    public void AboutSingleWord(IReadOnlyList<string> words, CommandGroup root)
    {
        if (words is not [var word] || word.StartsWith('-') || root.Find(word) is not null) return;
        var near = root.Entries.FirstOrDefault(entry => !entry.IsHidden && CloseMatches.DifferByOneTypo(word, entry.Name));
        if (near is not null)
            context.Terminal.WriteErrorLine($"'{word}' is sent as a prompt. The command is 'llm {near.Name}'.", TextStyle.Dim);
    }

    private async Task<string?> NearAsync(NameKind kind, string name, CancellationToken cancellationToken)
    {
        var (kinds, list) = kind switch
        {
            NameKind.Model => (ValueKinds.Models, "llm models"),
            NameKind.EmbeddingModel => (ValueKinds.EmbeddingModels, "llm embed-models"),
            NameKind.Template => (ValueKinds.Templates, "llm templates"),
            _ => (ValueKinds.Fragments, "llm fragments"),
        };
        var known = await new CompletionValues(context.Host).FindAsync(kinds, "", database: null, cancellationToken);
        if (known.Count == 0) return null;
        // The best match comes first, unlike after an unknown option, where Click sorts the names.
        var near = CloseMatches.Find(name, known.Select(item => item.Text).Distinct());
        return near.Count > 0 ? $"Did you mean {string.Join(" or ", near.Select(PythonQuote.Quote))}?" : $"'{list}' lists all.";
    }

    private string GetStarted(MissingKeyException missing)
    {
        var free = context.Host.ListedModels.Models.Select(entry => entry.Model)
            .Where(model => model is not KeyModel { NeedsKey: not null }).Select(model => model.Id).ToList();
        var works = free.Count switch
        {
            0 => "",
            <= MaxModels => $"\nNo key is needed for {string.Join(", ", free)}: llm -m {free[^1]} 'your prompt'",
            _ => $"\nNo key is needed for {string.Join(", ", free.Take(MaxModels))} and {free.Count - MaxModels} more: "
                + $"llm -m {free[0]} 'your prompt'",
        };
        return $"Get a key from the provider, then store it: llm keys set {missing.KeyName}{works}\n"
            + "More: llm --help, llm doctor, https://llm.datasette.io/en/stable/setup.html";
    }
}
