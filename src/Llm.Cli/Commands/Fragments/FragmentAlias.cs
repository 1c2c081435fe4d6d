using Llm.Commands;

namespace Llm.Cli.Commands.Fragments;

/// <summary>The argument for the alias of a fragment.</summary>
internal static class FragmentAlias
{
    public static ValueArgument<string> Argument() => new("ALIAS") { Parser = new ValueParser<string>("TEXT", Check) };

    private static string Check(string word) => word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
        ? word
        : throw new InvalidValueException("Fragment alias must be alphanumeric");
}
