namespace Llm.Providers.OpenAI.Tasks;

/// <summary>How much a server's moderation interface takes at once.</summary>
internal sealed record ModerationSettings
{
    /// <summary>The most characters of a text; null if any length is taken. A longer text is checked in parts.</summary>
    public int? PartLength { get; init; }

    /// <summary>The most parts in a request, from 1.</summary>
    public int PartsInRequest { get; init; } = 1;

    /// <summary>The parts of a text, which together are the text.</summary>
    public IReadOnlyList<string> Split(string text)
    {
        if (PartLength is not { } length || text.Length <= length) return [text];
        var parts = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = Math.Min(start + Math.Max(length, 2), text.Length);
            // A character of two units stays whole.
            if (end < text.Length && char.IsHighSurrogate(text[end - 1])) end--;
            parts.Add(text[start..end]);
            start = end;
        }

        return parts;
    }
}
