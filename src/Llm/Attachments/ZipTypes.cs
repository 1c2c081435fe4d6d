namespace Llm;

/// <summary>Recognises the formats that are zip archives: documents of OpenDocument, EPUB and Office Open XML.</summary>
internal static class ZipTypes
{
    /// <summary>The type of an archive of no particular format.</summary>
    public const string Generic = "application/zip";

    private const string OpenXml = "application/vnd.openxmlformats-officedocument.";
    private const int MaxLength = 200;

    /// <summary>The type of an archive; the generic one if it cannot be read.</summary>
    public static string Find(Stream archive)
    {
        try
        {
            var zip = new ZipDirectory(archive);
            // OpenDocument and EPUB name their type in an entry.
            if (zip.ReadText("mimetype"u8, MaxLength)?.Trim() is { } named && IsType(named)) return named;
            if (!zip.Has("[Content_Types].xml"u8)) return Generic;
            return zip.HasBelow("word/"u8) ? OpenXml + "wordprocessingml.document"
                : zip.HasBelow("xl/"u8) ? OpenXml + "spreadsheetml.sheet"
                : zip.HasBelow("ppt/"u8) ? OpenXml + "presentationml.presentation"
                : Generic;
        }
        catch (Exception ex) when (ex is InvalidDataException or IOException)
        {
            return Generic;
        }
    }

    private static bool IsType(string text)
    {
        const string Application = "application/";
        if (!text.StartsWith(Application, StringComparison.Ordinal) || text.Length == Application.Length) return false;
        foreach (var c in text.AsSpan(Application.Length))
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '+' or '-' or '_')) return false;
        }

        return true;
    }
}
