using Llm.Commands;

namespace Llm.Cli.CommandLine;

/// <summary>
/// Finds what can be completed in an unfinished command line. It follows the rules of <see cref="OptionParser"/> but ignores errors.
/// </summary>
internal sealed class CompletionWalk
{
    private CommandScope scope;

    /// <summary>The last option that takes values; <see cref="due"/> is the number of values that are still missing.</summary>
    private Option? option;

    private int due;
    private string? database;
    private int arguments;
    private bool optionsEnded;

    private CompletionWalk(CommandGroup root, string programName) => scope = new CommandScope(root, programName, hasVersion: true);

    /// <summary>Finds the possible completions of the last word, which may be empty.</summary>
    /// <param name="root">The tree of commands.</param>
    /// <param name="programName">The first word of the command line.</param>
    /// <param name="words">The words after it, as far as they have been typed.</param>
    public static CompletionPlace Find(CommandGroup root, string programName, IReadOnlyList<string> words)
    {
        var walk = new CompletionWalk(root, programName);
        for (var i = 0; i < words.Count - 1; i++) walk.Read(words[i]);
        return walk.PlaceOf(words.Count > 0 ? words[^1] : "") with { Database = walk.database };
    }

    private void Read(string word)
    {
        if (due > 0) ReadValue(word);
        else if (word == "--" && !optionsEnded) optionsEnded = true;
        else if (IsOption(word)) ReadOption(word);
        else ReadArgument(word);
    }

    private void ReadValue(string value)
    {
        due--;
        if (option!.Names.Contains("--database")) database = value;
    }

    private bool IsOption(string word) => !optionsEnded && word.Length > 1 && word[0] == '-';

    private void ReadOption(string word)
    {
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        if (word[1] == '-')
        {
            if (Find(equals < 0 ? word : word[..equals]) is { } named) Take(named, equals < 0 ? null : word[(equals + 1)..]);
            return;
        }

        for (var i = 1; i < word.Length && Find("-" + word[i]) is { } letter; i++)
        {
            if (letter.Arity == 0) continue;
            Take(letter, i + 1 < word.Length ? word[(i + 1)..] : null);
            return;
        }
    }

    private void Take(Option named, string? attached)
    {
        (option, due) = (named, named.Arity);
        if (due > 0 && attached is not null) ReadValue(attached);
    }

    /// <summary>Finds the option of that name; an option that a group does not know belongs to its default command.</summary>
    private Option? Find(string name)
    {
        if (OptionsOf(scope).FirstOrDefault(known => known.Names.Contains(name)) is { } found) return found;
        return EnterDefault() ? Find(name) : null;
    }

    private void ReadArgument(string word)
    {
        if (arguments == 0 && scope.Find(word) is { } entry)
        {
            scope = ScopeOf(entry);
            optionsEnded = false;
        }
        else if (scope.Node is Command || EnterDefault())
        {
            arguments++;
        }
    }

    private bool EnterDefault()
    {
        if (DefaultScope() is not { } entered) return false;
        scope = entered;
        return true;
    }

    private CommandScope? DefaultScope() =>
        scope.Node is CommandGroup { DefaultCommand: { } name } group && group.Find(name) is { } entry ? ScopeOf(entry) : null;

    private CommandScope ScopeOf(CommandEntry entry) => new(entry.Create(), $"{scope.Path} {entry.Name}", hasVersion: false);

    private static IEnumerable<Option> OptionsOf(CommandScope scope) => scope.Parameters.OfType<Option>();

    private CompletionPlace PlaceOf(string word)
    {
        if (due > 0) return new CompletionPlace(scope.Path, word) { Parameter = due == option!.Arity ? option : null };
        if (!optionsEnded && word.StartsWith('-')) return OptionPlace(word);
        if (arguments == 0 && scope.Entries.Count > 0) return new CompletionPlace(scope.Path, word) { Commands = scope.Entries };
        var all = scope.Parameters.OfType<Argument>().ToList();
        return new CompletionPlace(scope.Path, word)
        {
            Parameter = arguments < all.Count ? all[arguments] : all.LastOrDefault(argument => argument.Multiple),
        };
    }

    private CompletionPlace OptionPlace(string word)
    {
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0 && Find(word[..equals]) is { Arity: > 0 } named)
        {
            return new CompletionPlace(scope.Path, word[(equals + 1)..]) { Parameter = named, Head = word[..(equals + 1)] };
        }

        var options = DefaultScope() is { } other ? OptionsOf(scope).Concat(OptionsOf(other)) : OptionsOf(scope);
        return new CompletionPlace(scope.Path, word) { Options = [.. options] };
    }
}
