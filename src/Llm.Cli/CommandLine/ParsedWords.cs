using Llm.Commands;

namespace Llm.Cli.CommandLine;

/// <summary>The words of a command line, grouped by the parameter that they belong to.</summary>
internal sealed class ParsedWords
{
    private static readonly string[] FlagWord = ["true"];

    private readonly Dictionary<Parameter, List<string>> words = new(ReferenceEqualityComparer.Instance);

    /// <summary>The parameters that were given, in the order of their first occurrence; errors are reported in this order.</summary>
    public List<Parameter> Order { get; } = [];

    /// <summary>The words that do not belong to an option.</summary>
    public List<string> Rest { get; } = [];

    /// <summary>The position of a <c>--</c> in <see cref="Rest"/>; null if there was none.</summary>
    public int? Terminator { get; set; }

    public void Add(Parameter parameter, ReadOnlySpan<string> values)
    {
        if (!words.TryGetValue(parameter, out var list))
        {
            words[parameter] = list = [];
            Order.Add(parameter);
        }

        if (!parameter.Multiple) list.Clear();
        list.AddRange(parameter.Arity == 0 ? FlagWord : values);
    }

    public IReadOnlyList<string> Get(Parameter parameter) => words.TryGetValue(parameter, out var list) ? list : [];
}
