using System.Text;

namespace Llm;

/// <summary>Reads text that a user names.</summary>
internal static class TextFile
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text of a file: UTF-8, or UTF-16 with a byte order mark.</summary>
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
            throw new LlmException($"{path} is not UTF-8 text. Pass files of other kinds as attachments with -a.", ex);
        }
    }
}
