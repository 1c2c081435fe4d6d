namespace Llm.Cli.Input.Editing;

/// <summary>The messages that were entered before, followed by the message that is being edited.</summary>
internal sealed class LineHistory
{
    /// <summary>The maximum number of entries; the oldest are removed first.</summary>
    public const int Limit = 1000;

    private readonly List<string> entries;
    private int place;
    private string draft = "";

    /// <summary>Creates a history of these entries, oldest first.</summary>
    public LineHistory(params IEnumerable<string> entries)
    {
        this.entries = [.. entries];
        place = this.entries.Count;
    }

    /// <summary>Adds an entry unless it is blank or repeats the last one; returns whether it was added.</summary>
    public bool Add(string entry)
    {
        var isNew = !string.IsNullOrWhiteSpace(entry) && (entries.Count == 0 || entries[^1] != entry);
        if (isNew) entries.Add(entry);
        if (entries.Count > Limit) entries.RemoveAt(0);
        (place, draft) = (entries.Count, "");
        return isNew;
    }

    /// <summary>Returns the previous entry; null at the oldest.</summary>
    /// <param name="current">The message that is being edited, for <see cref="Newer"/> to return to.</param>
    public string? Older(string current)
    {
        if (place == 0) return null;
        if (place == entries.Count) draft = current;
        return entries[--place];
    }

    /// <summary>Returns the next entry, after the newest the message that is being edited; null if that is the current one.</summary>
    public string? Newer()
    {
        if (place == entries.Count) return null;
        return ++place == entries.Count ? draft : entries[place];
    }

    /// <summary>Returns the newest entry that contains the text; null if there is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="skip">The number of newer entries with the text to skip.</param>
    public string? Find(string text, int skip)
    {
        for (var i = entries.Count - 1; i >= 0; i--)
        {
            if (entries[i].Contains(text, StringComparison.OrdinalIgnoreCase) && skip-- == 0) return entries[i];
        }

        return null;
    }
}
