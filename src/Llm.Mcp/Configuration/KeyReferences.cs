using System.Text.RegularExpressions;

namespace Llm.Mcp;

/// <summary>Replaces <c>${key:NAME}</c> with stored keys, and removes keys from text that is shown.</summary>
internal sealed partial class KeyReferences(string server, IKeySource keys)
{
    private const string Hidden = "***";

    private readonly HashSet<string> used = [];

    /// <summary>Replaces the references in a text with keys.</summary>
    /// <exception cref="McpServerException">A key is not stored.</exception>
    public string Resolve(string text) => Reference().Replace(text, found =>
    {
        var name = found.Groups["name"].Value;
        var key = keys.Find(name) ?? throw new McpServerException(
            server, $"The MCP server '{server}' needs the key '{name}', which is not stored. Store it with 'llm keys set {name}'.");
        used.Add(key);
        return key;
    });

    /// <summary>Removes the keys that were used from a message, because servers repeat what they received.</summary>
    public string Redact(string message) =>
        used.Where(key => key.Length > 0).OrderByDescending(key => key.Length)
            .Aggregate(message, (text, key) => text.Replace(key, Hidden, StringComparison.Ordinal));

    /// <summary>Masks a value for listings, except for references.</summary>
    public static string Mask(string value)
    {
        var shown = string.Join(' ', Reference().Matches(value).Select(found => found.Value));
        return shown.Length == 0 ? Hidden : shown.Length == value.Length ? value : $"{Hidden} {shown}";
    }

    [GeneratedRegex(@"\$\{key:(?<name>[^}]+)\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();
}
