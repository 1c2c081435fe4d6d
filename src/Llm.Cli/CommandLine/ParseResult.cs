using Llm.Commands;

namespace Llm.Cli.CommandLine;

/// <summary>What a command line asks for.</summary>
internal abstract record ParseResult
{
    private ParseResult()
    {
    }

    /// <summary>A command to run.</summary>
    public sealed record Run(Invocation Invocation) : ParseResult;

    /// <summary>Text for stdout, after which the program ends with 0: a help page or the version.</summary>
    public sealed record Show(string Text) : ParseResult;

    /// <summary>Text for stderr, after which the program ends with 2: a usage error.</summary>
    public sealed record Refuse(string Text) : ParseResult;
}
