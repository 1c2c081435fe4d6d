namespace Llm.Providers.Offline.Summary;

/// <summary>The settings that many tools put at the top of a Markdown file, between <c>---</c> or <c>+++</c>.</summary>
internal static class FrontMatter
{
    /// <summary>How many lines it takes; 0 if there is none.</summary>
    public static int Length(string[] lines)
    {
        var mark = lines[0].TrimStart('\uFEFF').TrimEnd();
        if (mark is not ("---" or "+++") || lines.Length < 3 || !IsSetting(lines[1])) return 0;
        var end = Array.FindIndex(lines, 1, line => line.TrimEnd() == mark || (mark == "---" && line.TrimEnd() == "..."));
        return end < 0 ? 0 : end + 1;
    }

    /// <summary>A rule may stand at the top as well; then text follows.</summary>
    private static bool IsSetting(string line)
    {
        var end = line.AsSpan().IndexOfAny(':', '=');
        return line.StartsWith('#') || line.StartsWith('[') || (end > 0 && !line.AsSpan(0, end).TrimEnd().Contains(' '));
    }
}
