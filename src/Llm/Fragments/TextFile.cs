using System.ComponentModel;
using System.Text;

namespace Llm;

/// <summary>Reads text files that users name.</summary>
internal static class TextFile
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file as UTF-8, or as UTF-16 if it has a byte order mark.</summary>
    /// <exception cref="LlmException">The file is not text.</exception>
    public static string Read(string path)
    {
        try
        {
            using var reader = new StreamReader(path, Strict, detectEncodingFromByteOrderMarks: true);
            return NewLines.Normalise(reader.ReadToEnd());
        }
        catch (DecoderFallbackException ex)
        {
            throw new LlmException($"{path} is not UTF-8 text. Pass other files as attachments with -a.", ex);
        }
    }
}

/// <summary>Normalises line ends as Python does when it reads text files; the hashes of fragments and messages depend on it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class NewLines
{
    /// <summary>Replaces <c>\r\n</c> and <c>\r</c> with <c>\n</c>.</summary>
    public static string Normalise(string text) => text.Contains('\r', StringComparison.Ordinal)
        ? text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n')
        : text;
}
