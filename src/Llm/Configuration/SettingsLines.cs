namespace Llm;

/// <summary>Reads the YAML that nearly all settings files consist of: one name and plain value per line, and comments.</summary>
/// <remarks>
/// Start-up: a prompt reads the settings, and loading a YAML parser for them would take longer than everything that precedes it.
/// </remarks>
internal static class SettingsLines
{
    /// <summary>The values by name; null if the text contains anything else and needs a YAML parser.</summary>
    public static OrderedDictionary<string, SettingsFile.Entry>? Read(string text)
    {
        var entries = new OrderedDictionary<string, SettingsFile.Entry>();
        var (start, number) = (0, 0);
        while (start < text.Length)
        {
            var end = text.IndexOf('\n', start) is var at and >= 0 ? at : text.Length;
            number++;
            if (!ReadLine(text, start, end, number, entries)) return null;
            start = end + 1;
        }

        return entries;
    }

    private static bool ReadLine(string text, int start, int end, int number, OrderedDictionary<string, SettingsFile.Entry> entries)
    {
        if (end > start && text[end - 1] == '\r') end--;
        var nameEnd = Skip(text, start, end, IsOfName);
        // The line is blank or a comment, which may be indented.
        if (nameEnd == start) return Skip(text, start, end, IsBlank) is var first && (first == end || text[first] == '#');
        var valueStart = nameEnd + 2;
        if (!char.IsAsciiLetter(text[start]) || valueStart >= end || text[nameEnd] != ':' || !IsBlank(text[nameEnd + 1])) return false;
        valueStart = Skip(text, valueStart, end, IsBlank);
        var valueEnd = Skip(text, valueStart, end, IsOfValue);
        if (valueEnd == valueStart || !char.IsAsciiLetterOrDigit(text[valueStart])) return false;
        var rest = Skip(text, valueEnd, end, IsBlank);
        if (rest < end && (rest == valueEnd || text[rest] != '#')) return false;
        entries[text[start..nameEnd]] = new(text[valueStart..valueEnd], start, valueStart, valueEnd, number);
        return true;
    }

    private static int Skip(string text, int start, int end, Func<char, bool> belongs)
    {
        while (start < end && belongs(text[start])) start++;
        return start;
    }

    private static bool IsBlank(char c) => c == ' ';

    private static bool IsOfName(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-';

    private static bool IsOfValue(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '+';
}
