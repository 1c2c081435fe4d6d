namespace Llm;

/// <summary>Creates names that providers accept for tools: 1 to 64 ASCII letters, digits, <c>_</c> and <c>-</c>.</summary>
internal static class ToolName
{
    private const int MaxLength = 64;

    /// <summary>Converts a name to an accepted one that is as similar as possible.</summary>
    /// <param name="name">The desired name.</param>
    /// <param name="ending">The end of the result, even if the name is shortened.</param>
    public static string Of(string name, string ending = "")
    {
        var safe = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c : '_'));
        return safe[..Math.Min(safe.Length, MaxLength - ending.Length)] + ending;
    }

    /// <summary>Creates a name that is not taken, by adding the first free number if necessary.</summary>
    public static string Free(string name, Func<string, bool> isTaken)
    {
        var free = Of(name);
        for (var number = 2; isTaken(free); number++) free = Of(name, $"_{number}");
        return free;
    }
}
