namespace Llm.Cli.Input.Editing;

/// <summary>What was entered before, to be called up again; the line under way waits at its end.</summary>
internal sealed class LineHistory
{
    /// <summary>More than this is forgotten, oldest first.</summary>
    public const int Limit = 1000;

    private readonly List<string> entries;
    private int place;
    private string draft = "";

    /// <summary>Begins with these, oldest first.</summary>
    public LineHistory(params IEnumerable<string> entries)
    {
        this.entries = [.. entries];
        place = this.entries.Count;
    }

    /// <summary>Adds an entry unless it says nothing or repeats the last one; true if it did.</summary>
    public bool Add(string entry)
    {
        var isNew = !string.IsNullOrWhiteSpace(entry) && (entries.Count == 0 || entries[^1] != entry);
        if (isNew) entries.Add(entry);
        if (entries.Count > Limit) entries.RemoveAt(0);
        (place, draft) = (entries.Count, "");
        return isNew;
    }

    /// <summary>The entry before; null at the oldest.</summary>
    /// <param name="current">The text under way, kept for the way back.</param>
    public string? Older(string current)
    {
        if (place == 0) return null;
        if (place == entries.Count) draft = current;
        return entries[--place];
    }

    /// <summary>The entry after, at last the text under way; null if that is where it stands.</summary>
    public string? Newer()
    {
        if (place == entries.Count) return null;
        return ++place == entries.Count ? draft : entries[place];
    }

    /// <summary>The newest entry that holds the text and is older than the first <paramref name="skip"/> such; null if there is none.</summary>
    public string? Find(string text, int skip)
    {
        for (var i = entries.Count - 1; i >= 0; i--)
        {
            if (entries[i].Contains(text, StringComparison.OrdinalIgnoreCase) && skip-- == 0) return entries[i];
        }

        return null;
    }
}
