namespace Llm.Cli.Output;

/// <summary>A number of things in words.</summary>
internal static class Count
{
    /// <summary>Such as <c>1 turn</c> and <c>2 turns</c>.</summary>
    /// <param name="number">How many.</param>
    /// <param name="noun">One of them.</param>
    public static string Of(long number, string noun) => $"{number} {noun}{(number == 1 ? "" : "s")}";
}
