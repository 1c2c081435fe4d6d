namespace Llm.Providers.Tests;

/// <summary>Small attachments of each kind; the types are found by their first bytes.</summary>
internal static class SampleFiles
{
    public static readonly byte[] Png = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    public static readonly byte[] Pdf = "%PDF-1.4\n%%EOF\n"u8.ToArray();

    public static readonly byte[] Wav = [.. "RIFF"u8, 4, 0, 0, 0, .. "WAVE"u8];

    public static readonly byte[] Mp3 = [.. "ID3"u8, 3, 0, 0, 0, 0, 0, 0];

    public static string Base64(byte[] bytes) => Convert.ToBase64String(bytes);

    public static string Hash(byte[] bytes) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
}
