namespace Llm.Yaml;

/// <summary>The styles in which a text may be written, by PyYAML's <c>analyze_scalar</c> without <c>allow_unicode</c>.</summary>
/// <param name="IsMultiline">Whether the text has line breaks, including those of Unicode.</param>
/// <param name="AllowsPlain">Whether the text can be written without quotes in a block.</param>
/// <param name="AllowsSingleQuotes">Whether single quotes preserve the text.</param>
/// <param name="AllowsLiteral">Whether the text can be written line by line after a <c>|</c>.</param>
internal readonly record struct YamlScalarAnalysis(bool IsMultiline, bool AllowsPlain, bool AllowsSingleQuotes, bool AllowsLiteral)
{
    public static YamlScalarAnalysis Of(ReadOnlySpan<int> text)
    {
        if (text.IsEmpty) return new YamlScalarAnalysis(false, true, true, false);
        var multiline = false;
        var special = false;
        var indented = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (IsBreak(text[i])) multiline = true;
            if (text[i] != '\n' && text[i] is < ' ' or > '~') special = true;
            // Spaces before a line break are easily lost, and those after it are lost in folding.
            if (i > 0 && IsBreak(text[i]) && text[i - 1] == ' ') special = true;
            if (i > 0 && text[i] == ' ' && IsBreak(text[i - 1])) indented = true;
        }

        var plain = !special && !multiline && text[0] != ' ' && text[^1] != ' ' && !HasIndicator(text);
        return new YamlScalarAnalysis(
            multiline, plain, AllowsSingleQuotes: !special && !indented, AllowsLiteral: !special && text[^1] != ' ');
    }

    public static bool IsBreak(int c) => c is '\n' or 0x85 or 0x2028 or 0x2029;

    /// <summary>Whether the text would be read as YAML punctuation.</summary>
    private static bool HasIndicator(ReadOnlySpan<int> text)
    {
        if (text is ['-', '-', '-', ..] or ['.', '.', '.', ..]) return true;
        if (text[0] is '#' or ',' or '[' or ']' or '{' or '}' or '&' or '*' or '!' or '|' or '>' or '\'' or '"' or '%' or '@' or '`')
            return true;
        for (var i = 0; i < text.Length; i++)
        {
            var spaceFollows = i + 1 == text.Length || text[i + 1] == ' ';
            if (text[i] == ':' && spaceFollows) return true;
            if (text[i] is '?' or '-' && i == 0 && spaceFollows) return true;
            if (text[i] == '#' && text[i - 1] == ' ') return true;
        }

        return false;
    }
}
