namespace Llm.Providers.Http;

/// <summary>Tells which headers carry keys, so that their values are never shown.</summary>
internal static class SecretHeaders
{
    private const int ShortestSecret = 8;

    private static readonly string[] Signs = ["auth", "key", "token", "secret", "cookie", "password"];

    public static bool Contains(string name) => Signs.Any(sign => name.Contains(sign, StringComparison.OrdinalIgnoreCase));

    /// <summary>Takes the secrets among <paramref name="headers"/> out of a text, for servers that repeat the key they were sent.</summary>
    public static string Hide(string text, IEnumerable<KeyValuePair<string, string>> headers)
    {
        foreach (var secret in headers.Where(header => Contains(header.Key)).SelectMany(
            header => header.Value.Split(' ')).OrderByDescending(value => value.Length))
        {
            if (secret.Length >= ShortestSecret) text = text.Replace(secret, "[...]", StringComparison.Ordinal);
        }

        return text;
    }
}
