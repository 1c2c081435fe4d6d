namespace Llm.Cli.Output;

/// <summary>Writes a number with its noun.</summary>
internal static class Count
{
    /// <summary>Returns text such as <c>1 turn</c> or <c>2 turns</c>.</summary>
    /// <param name="number">The number.</param>
    /// <param name="noun">The noun in the singular.</param>
    public static string Of(long number, string noun) => $"{number} {noun}{(number == 1 ? "" : "s")}";
}
