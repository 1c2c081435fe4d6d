namespace Llm;

/// <summary>Names that providers take for tools: 1 to 64 letters, digits, <c>_</c> and <c>-</c> of ASCII.</summary>
internal static class ToolName
{
    private const int Longest = 64;

    /// <summary>A name as near to this one as can be.</summary>
    /// <param name="name">What it should be.</param>
    /// <param name="ending">What it ends in, however long the name is.</param>
    public static string Of(string name, string ending = "")
    {
        var safe = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c : '_'));
        return safe[..Math.Min(safe.Length, Longest - ending.Length)] + ending;
    }

    /// <summary>Such a name that is free; where it is taken, the first with a number behind it that is not.</summary>
    public static string Free(string name, Func<string, bool> isTaken)
    {
        var free = Of(name);
        for (var number = 2; isTaken(free); number++) free = Of(name, $"_{number}");
        return free;
    }
}
