using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Llm;

/// <summary>Recognises the formats that are zip archives: documents of OpenDocument, EPUB and Office Open XML.</summary>
internal static partial class ZipTypes
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
            using var zip = new ZipArchive(archive, ZipArchiveMode.Read, leaveOpen: true);
            // OpenDocument and EPUB name their type in an entry.
            if (zip.GetEntry("mimetype") is { Length: < MaxLength } entry)
            {
                using var reader = new StreamReader(entry.Open(), Encoding.ASCII);
                if (reader.ReadToEnd().Trim() is var named && Type().IsMatch(named)) return named;
            }

            if (zip.GetEntry("[Content_Types].xml") is null) return Generic;
            foreach (var part in zip.Entries)
            {
                if (part.FullName.StartsWith("word/", StringComparison.Ordinal)) return OpenXml + "wordprocessingml.document";
                if (part.FullName.StartsWith("xl/", StringComparison.Ordinal)) return OpenXml + "spreadsheetml.sheet";
                if (part.FullName.StartsWith("ppt/", StringComparison.Ordinal)) return OpenXml + "presentationml.presentation";
            }

            return Generic;
        }
        catch (Exception ex) when (ex is InvalidDataException or IOException or NotSupportedException)
        {
            return Generic;
        }
    }

    [GeneratedRegex(@"\Aapplication/[\w.+-]+\z")]
    private static partial Regex Type();
}
