namespace Llm.Storage.Postgres;

/// <summary>Finds texts that PostgreSQL cannot store: it has no NUL in texts, and no half of a surrogate pair in UTF-8.</summary>
internal static class StorableText
{
    /// <inheritdoc cref="EmbeddingStore.FindProblem"/>
    public static string? FindProblem(string id, string? text) =>
        ProblemOf(id) is { } ofId ? $"The ID {ofId}, which PostgreSQL cannot store."
        : text is not null && ProblemOf(text) is { } ofText
            ? $"The text {ofText}, which PostgreSQL cannot store. Correct it, embed it as bytes, or do not store it with its vector."
        : null;

    /// <summary>Leaves out the IDs that no entry can have.</summary>
    public static string[] Only(IEnumerable<string> ids) => [.. ids.Where(id => ProblemOf(id) is null)];

    private static string? ProblemOf(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0') return "has the character NUL";
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return "is not valid Unicode";
            i++;
        }

        return null;
    }
}
