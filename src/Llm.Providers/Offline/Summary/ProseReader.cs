namespace Llm.Providers.Offline.Summary;

/// <summary>Reads the whole sentences of a Markdown or plain text document.</summary>
internal static class ProseReader
{
    /// <summary>Shorter list items are regarded as labels, even with a full stop.</summary>
    private const int MinimumItemWords = 3;

    /// <summary>The sentences in their order, each on one line and otherwise unchanged.</summary>
    public static IReadOnlyList<string> Read(string text, CancellationToken cancellationToken)
    {
        var splitter = new SentenceSplitter(OrdinalLanguage.Writes(text));
        var sentences = new List<string>();
        var isOpen = false;
        foreach (var block in new MarkdownBlocks(text).Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var found = splitter.Split(block.Text, out var hasTail);
            // Text after an interruption by code, a table or a formula is the end of a sentence, not a sentence itself.
            var continues = isOpen && !block.IsListItem && char.IsLower(block.Text[0]);
            isOpen = hasTail;
            foreach (var sentence in continues ? found.Skip(1) : found)
            {
                if (sentence.Any(char.IsLetter) && !IsLabel(sentence) && (!block.IsListItem || Words.Count(sentence) >= MinimumItemWords))
                    sentences.Add(sentence);
            }
        }

        return sentences;
    }

    /// <summary>Whether the whole sentence is bold, such as <c>**Note.**</c> before a remark.</summary>
    private static bool IsLabel(string sentence) =>
        sentence.Length > 4 && sentence[..2] is "**" or "__"
            && sentence.IndexOf(sentence[..2], 2, StringComparison.Ordinal) == sentence.Length - 2;
}
