namespace Llm;

/// <summary>Numbers names that clash: <c>x</c>, <c>x_1</c>, <c>x_2</c>.</summary>
internal static class UniqueName
{
    public static string For(string name, Func<string, bool> isTaken)
    {
        var candidate = name;
        for (var suffix = 1; isTaken(candidate); suffix++) candidate = $"{name}_{suffix}";
        return candidate;
    }
}
