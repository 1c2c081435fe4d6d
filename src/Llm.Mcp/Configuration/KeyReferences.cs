using System.Text.RegularExpressions;

namespace Llm.Mcp;

/// <summary>Puts stored keys in place of <c>${key:NAME}</c>, and takes them out of what is shown.</summary>
internal sealed partial class KeyReferences(string server, IKeySource keys)
{
    private const string Hidden = "***";

    private readonly HashSet<string> used = [];

    /// <summary>The text with the keys in it.</summary>
    /// <exception cref="McpServerException">A key is not stored.</exception>
    public string Resolve(string text) => Reference().Replace(text, found =>
    {
        var name = found.Groups["name"].Value;
        var key = keys.Find(name) ?? throw new McpServerException(
            server, $"The MCP server '{server}' wants the key '{name}', which is not stored. Store it with 'llm keys set {name}'.");
        used.Add(key);
        return key;
    });

    /// <summary>A message without the keys that were put in: servers repeat what they were given.</summary>
    public string Redact(string message) =>
        used.Where(key => key.Length > 0).OrderByDescending(key => key.Length)
            .Aggregate(message, (text, key) => text.Replace(key, Hidden, StringComparison.Ordinal));

    /// <summary>A value as listings show it: hidden, but for references.</summary>
    public static string Mask(string value)
    {
        var shown = string.Join(' ', Reference().Matches(value).Select(found => found.Value));
        return shown.Length == 0 ? Hidden : shown.Length == value.Length ? value : $"{Hidden} {shown}";
    }

    [GeneratedRegex(@"\$\{key:(?<name>[^}]+)\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();
}
