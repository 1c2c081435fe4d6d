using System.Security.Cryptography;
using System.Text;

namespace Llm;

/// <summary>A piece of text that is stored once and used in many prompts.</summary>
/// <param name="Content">The text.</param>
/// <param name="Source">The origin of the text: an absolute path, a URL, <c>-</c> for standard input, or null.</param>
public sealed record Fragment(string Content, string? Source = null)
{
    /// <summary>Converts a text to a fragment without a source.</summary>
    public static implicit operator Fragment(string content) => new(content);

    /// <summary>Creates a fragment without a source.</summary>
    public static Fragment FromString(string content) => content;

    /// <summary>The SHA-256 of the text's UTF-8 bytes in lower-case hexadecimal, under which it is stored.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Content)));
}
