namespace Llm.Providers.Http;

/// <summary>Recognises headers that contain keys, so that their values are never shown.</summary>
internal static class SecretHeaders
{
    private const string Hidden = "[...]";
    private const int MinSecretLength = 8;

    private static readonly string[] NameParts = ["auth", "key", "token", "secret", "cookie", "password"];

    public static bool Contains(string name) => NameParts.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase));

    /// <summary>Removes the secrets in <paramref name="headers"/> from a text, for servers that repeat the key.</summary>
    public static string Hide(string text, IEnumerable<KeyValuePair<string, string>> headers) => Hide(text, SecretsIn(headers));

    /// <inheritdoc cref="Hide(string, IEnumerable{KeyValuePair{string, string}})"/>
    /// <param name="text">The text.</param>
    /// <param name="secrets">What <see cref="SecretsIn"/> returned.</param>
    public static string Hide(string text, IReadOnlyList<string> secrets)
    {
        foreach (var secret in secrets) text = text.Replace(secret, Hidden, StringComparison.Ordinal);
        return text;
    }

    /// <summary>The secrets in headers, longest first, also as they stand in JSON and in addresses.</summary>
    public static IReadOnlyList<string> SecretsIn(IEnumerable<KeyValuePair<string, string>> headers) =>
    [
        .. headers.Where(header => Contains(header.Key)).SelectMany(header => header.Value.Split(' '))
            .Where(secret => secret.Length >= MinSecretLength)
            .SelectMany(secret => (string[])[secret, secret.Replace("/", "\\/", StringComparison.Ordinal), Uri.EscapeDataString(secret)])
            .Distinct().OrderByDescending(secret => secret.Length),
    ];
}
