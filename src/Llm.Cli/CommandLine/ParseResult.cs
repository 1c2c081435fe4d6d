using Llm.Commands;

namespace Llm.Cli.CommandLine;

/// <summary>The result of parsing a command line.</summary>
internal abstract record ParseResult
{
    private ParseResult()
    {
    }

    /// <summary>A command to run.</summary>
    public sealed record Run(Invocation Invocation) : ParseResult;

    /// <summary>Text for stdout, a help page or the version; the exit code is 0.</summary>
    public sealed record Show(string Text) : ParseResult;

    /// <summary>Text for stderr that describes a usage error; the exit code is 2.</summary>
    public sealed record Refuse(string Text) : ParseResult;
}
