namespace Llm.Embeddings.Chunking;

/// <summary>Recognises the kind of a text by the name of its file, or by its lines.</summary>
internal static class TextRecognition
{
    private const int LinesToRead = 200;

    public static TextKind Recognize(string text, string? path)
    {
        var extension = path is null ? "" : Path.GetExtension(path).ToLowerInvariant();
        return extension switch
        {
            ".md" or ".markdown" or ".mdx" or ".qmd" or ".rmd" => TextKind.Markdown,
            ".txt" or ".text" or ".csv" or ".tsv" or ".log" or ".rst" or ".tex" or ".org" or ".adoc" or ".html" or ".htm" => TextKind.Plain,
            ".cs" or ".fs" or ".vb" or ".py" or ".js" or ".mjs" or ".cjs" or ".ts" or ".tsx" or ".jsx" or ".java" or ".kt" or ".scala"
                or ".c" or ".h" or ".cc" or ".cpp" or ".hpp" or ".m" or ".swift" or ".go" or ".rs" or ".rb" or ".php" or ".pl" or ".lua"
                or ".sh" or ".bash" or ".zsh" or ".fish" or ".ps1" or ".sql" or ".r" or ".jl" or ".hs" or ".ml" or ".ex" or ".exs"
                or ".clj" or ".zig" or ".css" or ".scss" or ".json" or ".yaml" or ".yml" or ".toml" or ".xml" => TextKind.Code,
            _ => ByLines(text),
        };
    }

    private static TextKind ByLines(string text)
    {
        var (lines, codeLines, headings, fences) = (0, 0, 0, 0);
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (lines == LinesToRead) break;
            if (line.IsWhiteSpace()) continue;
            lines++;
            if (MarkdownLine.HeadingLevel(line) > 0) headings++;
            else if (MarkdownLine.Fence(line).Length > 0) fences++;
            else if (LooksLikeCode(line)) codeLines++;
        }

        // Comments of many languages look like headings, so a majority of code counts more.
        if (lines > 0 && codeLines * 5 >= lines * 2 && fences == 0) return TextKind.Code;
        return headings + fences > 0 ? TextKind.Markdown : TextKind.Plain;
    }

    private static bool LooksLikeCode(ReadOnlySpan<char> line)
    {
        line = line.Trim();
        return line[^1] is ';' or '{' or '}' || line is ")" or "]" or "end" or "]," or ")," || (line[^1] == ':' && StartsBlock(line))
            || line.StartsWith("import ") || line.StartsWith("return ") || line.StartsWith("#include")
            || line.Contains(" = ", StringComparison.Ordinal) || (line[^1] == ')' && line.Contains('('));
    }

    private static bool StartsBlock(ReadOnlySpan<char> line) =>
        line.StartsWith("def ") || line.StartsWith("class ") || line.StartsWith("if ")
        || line.StartsWith("for ") || line.StartsWith("while ") || line.StartsWith("with ") || line is "else:" or "try:";
}
