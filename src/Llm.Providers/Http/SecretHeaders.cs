namespace Llm.Providers.Http;

/// <summary>Recognises headers that contain keys, so that their values are never shown.</summary>
internal static class SecretHeaders
{
    private const int MinSecretLength = 8;

    private static readonly string[] NameParts = ["auth", "key", "token", "secret", "cookie", "password"];

    public static bool Contains(string name) => NameParts.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase));

    /// <summary>Removes the secrets in <paramref name="headers"/> from a text, for servers that repeat the key.</summary>
    public static string Hide(string text, IEnumerable<KeyValuePair<string, string>> headers)
    {
        var secrets = headers.Where(header => Contains(header.Key)).SelectMany(header => header.Value.Split(' '));
        foreach (var secret in secrets.OrderByDescending(value => value.Length))
        {
            if (secret.Length >= MinSecretLength) text = text.Replace(secret, "[...]", StringComparison.Ordinal);
        }

        return text;
    }
}
