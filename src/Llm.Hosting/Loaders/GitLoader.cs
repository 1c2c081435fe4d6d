using System.Text;

namespace Llm.Loaders;

/// <summary><c>git:</c> gives what git shows about the repository of the current folder.</summary>
/// <remarks>
/// A template can name a fragment, so only what shows something is allowed, and no option that writes a file. No program runs that the
/// settings of a repository name.
/// </remarks>
internal static class GitLoader
{
    private const string DefaultCount = "20";

    private static readonly string[] Options = ["--staged", "--cached", "--stat", "--oneline", "--patch", "-p", "-n", "--"];

    public static async Task<LoadedFragments> LoadAsync(string argument, CancellationToken cancellationToken)
    {
        var words = argument.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is not ["diff" or "log" or "show", ..])
            throw new LlmException("Use git:diff, git:diff --staged, git:log -n 5 or git:show REVISION");
        var paths = Array.IndexOf(words, "--") is >= 0 and var index ? index : words.Length;
        foreach (var word in words[1..paths])
        {
            if (word.StartsWith('-') && !Options.Contains(word) && !IsCount(word))
            {
                throw new LlmException(
                    $"{word} is not possible here. The options are {string.Join(", ", Options[..^1])} and -- before paths");
            }
        }

        var isUnlimited = words[0] == "log" && !words[1..paths].Any(word => word == "-n" || IsCount(word));
        string[] arguments =
        [
            "--no-pager", "-c", "core.fsmonitor=false", "-c", "log.showSignature=false", words[0], "--no-ext-diff", "--no-textconv",
            "--no-color", .. isUnlimited ? ["-n", DefaultCount] : Array.Empty<string>(), .. words[1..],
        ];
        var (code, output, error) = await ToolProcess.ReadAsync("git", arguments, cancellationToken);
        // Many lines about its options can follow.
        if (code != 0) throw new LlmException($"git says: {error.Trim().Split('\n')[0]}");
        var text = NewLines.Normalise(Encoding.UTF8.GetString(output));
        return text.Length > 0
            ? new LoadedFragments([new Fragment(text, $"git:{argument}")], [])
            : throw new LlmException($"git {argument} shows nothing");
    }

    private static bool IsCount(string word) => word.Length > 1 && word[0] == '-' && word.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;
}
