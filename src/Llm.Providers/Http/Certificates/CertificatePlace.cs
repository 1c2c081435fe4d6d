using System.Security.Cryptography;
using System.Text;

namespace Llm.Providers.Http.Certificates;

/// <summary>Where in the files of the system's store a certificate is: as text between the lines of PEM.</summary>
/// <param name="File">The file.</param>
/// <param name="Offset">The position of the first line, in bytes.</param>
/// <param name="Length">The length of all lines, in bytes.</param>
internal sealed record CertificatePlace(string File, int Offset, int Length)
{
    private const string Begin = "-----BEGIN CERTIFICATE-----";
    private const string End = "-----END CERTIFICATE-----";
    private const string Label = "CERTIFICATE";
    private const int MaxLength = 64 * 1024;

    /// <summary>Finds a certificate in a file; null if it is not there or the file cannot be read, which .NET skips too.</summary>
    public static CertificatePlace? Find(string file, ReadOnlySpan<byte> certificate)
    {
        string text;
        try
        {
            text = System.IO.File.ReadAllText(file, Encoding.Latin1);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        var bytes = new byte[certificate.Length];
        var rest = text.AsSpan();
        while (PemEncoding.TryFind(rest, out var fields))
        {
            var end = fields.Location.End.GetOffset(rest.Length);
            if (fields.DecodedDataLength == bytes.Length && rest[fields.Label].SequenceEqual(Label)
                && Convert.TryFromBase64Chars(rest[fields.Base64Data], bytes, out _) && certificate.SequenceEqual(bytes))
            {
                var start = fields.Location.Start.GetOffset(rest.Length);
                return new CertificatePlace(file, text.Length - rest.Length + start, end - start);
            }

            rest = rest[end..];
        }

        return null;
    }

    /// <summary>Reads the lines; null if they are not those of one certificate.</summary>
    public string? Read()
    {
        if (Offset < 0 || Length is <= 0 or > MaxLength) return null;
        try
        {
            using var file = System.IO.File.OpenHandle(File);
            var bytes = new byte[Length];
            if (RandomAccess.Read(file, bytes, Offset) != bytes.Length) return null;
            var text = Encoding.Latin1.GetString(bytes);
            var isOne = text.StartsWith(Begin, StringComparison.Ordinal)
                && text.IndexOf(End, StringComparison.Ordinal) == text.Length - End.Length;
            return isOne ? text : null;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
