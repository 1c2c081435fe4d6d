using Llm.Cli.CommandLine;
using Llm.Commands;

namespace Llm.Cli.Tests.CommandLine;

/// <summary>Parses a command line and insists on one kind of result.</summary>
internal static class Outcome
{
    public static Invocation Invoked(params string[] words) => Invoked([], words);

    public static Invocation Invoked(Dictionary<string, string> environment, params string[] words)
    {
        var result = SampleTree.CreateParser(environment: environment).Parse(words);
        return result.ShouldBeOfType<ParseResult.Run>(result.ToString()).Invocation;
    }

    public static string Shown(params string[] words) => SampleTree.CreateParser().Parse(words).ShouldBeOfType<ParseResult.Show>().Text;

    public static string Refused(params string[] words) => Refused([], words);

    public static string Refused(Dictionary<string, string> environment, params string[] words) =>
        SampleTree.CreateParser(environment: environment).Parse(words).ShouldBeOfType<ParseResult.Refuse>().Text;

    /// <summary>The last line of a usage error.</summary>
    public static string Error(params string[] words) => Refused(words).Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
}
