using System.Runtime.CompilerServices;
using Llm.Commands;
using Llm.Json;

namespace Llm.Cli.CommandLine;

/// <summary>Parses the options of one command or group.</summary>
/// <remarks>
/// In a command, options and arguments may be mixed. In a group, the first word that is not an option ends the group's own options; if the
/// group has a default command, unknown options are left for that command.
/// </remarks>
internal sealed class OptionParser
{
    private readonly CommandScope scope;
    private readonly Dictionary<string, Option> options = new(StringComparer.Ordinal);

    /// <summary>The words that have not been parsed yet; the next one is last.</summary>
    private readonly List<string> pending;

    private readonly ParsedWords parsed = new();
    private readonly bool isGroup;
    private readonly bool keepsUnknown;

    private OptionParser(CommandScope scope, IReadOnlyList<string> words)
    {
        this.scope = scope;
        foreach (var parameter in scope.Parameters)
            if (parameter is Option option)
                foreach (var name in option.Names)
                    options[name] = option;
        pending = new List<string>(words);
        pending.Reverse();
        isGroup = scope.Node is CommandGroup;
        keepsUnknown = scope.Node is CommandGroup { DefaultCommand: not null };
    }

    /// <exception cref="UsageException">An option does not exist, lacks its value, or has one that it does not take.</exception>
    public static ParsedWords Parse(CommandScope scope, IReadOnlyList<string> words) => new OptionParser(scope, words).Run();

    private ParsedWords Run()
    {
        while (pending.Count > 0)
        {
            var word = Pop();
            if (word == "--")
            {
                parsed.Terminator = parsed.Rest.Count;
                break;
            }

            if (word.Length > 1 && word[0] == '-')
            {
                ReadOption(word);
                continue;
            }

            parsed.Rest.Add(word);
            if (isGroup) break;
        }

        while (pending.Count > 0) parsed.Rest.Add(Pop());
        return parsed;
    }

    private string Pop()
    {
        var word = pending[^1];
        pending.RemoveAt(pending.Count - 1);
        return word;
    }

    private void ReadOption(string word)
    {
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? word : word[..equals];
        if (!IsShort(name) && options.TryGetValue(name, out var option)) ReadLong(option, name, equals < 0 ? null : word[(equals + 1)..]);
        else if (word[1] != '-') ReadShorts(word);
        else if (keepsUnknown) parsed.Rest.Add(word);
        else throw NoSuchLongOption(name);
    }

    private void ReadLong(Option option, string name, string? attached)
    {
        if (attached is not null)
        {
            if (option.Arity == 0) throw new BadOptionUsageException($"Option {PythonQuote.Quote(name)} does not take a value.");
            pending.Add(attached);
        }

        TakeValues(option, name);
    }

    /// <summary>Reads short options, which can be combined, the last one also with its value: <c>-xn3</c>.</summary>
    private void ReadShorts(string word)
    {
        for (var i = 1; i < word.Length; i++)
        {
            var name = "-" + word[i];
            if (!options.TryGetValue(name, out var option))
            {
                if (!keepsUnknown) throw NoSuchOption(name, []);

                // Click would remove the known letters from the word, so that -mhello becomes -h and -mello.
                parsed.Rest.Add(word);
                return;
            }

            if (option.Arity > 0 && i + 1 < word.Length)
            {
                pending.Add(word[(i + 1)..]);
                i = word.Length;
            }

            TakeValues(option, name);
        }
    }

    /// <summary>Takes the next words as values, whatever they look like: <c>-s --</c> sets the text to two dashes.</summary>
    private void TakeValues(Option option, string name)
    {
        if (pending.Count < option.Arity)
        {
            var needed = option.Arity == 1 ? "an argument" : $"{option.Arity} arguments";
            throw new BadOptionUsageException($"Option {PythonQuote.Quote(name)} requires {needed}.");
        }

        var values = new string[option.Arity];
        for (var i = 0; i < values.Length; i++) values[i] = Pop();
        parsed.Add(option, values);
    }

    // Not inlined, because a start without errors would otherwise load LINQ.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private UsageException NoSuchLongOption(string name) =>
        // Options that the Python tool lacks are left out, so that the error is the Python tool's, word for word.
        NoSuchOption(name, CloseMatches.Find(name, options
            .Where(known => !IsShort(known.Key) && !scope.Additions.Contains(known.Value))
            .Select(static known => known.Key)));

    private static bool IsShort(string name) => name.Length == 2;

    private static UsageException NoSuchOption(string name, IReadOnlyList<string> matches) =>
        new($"No such option {PythonQuote.Quote(name)}.{CloseMatches.Suggest(matches)}");
}
