using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Llm.Json;

namespace Llm;

/// <summary>
/// A user's specification of a toolbox or server-side tool: <c>Memory</c>, <c>Memory("notes")</c>, <c>Memory({"ns": "notes"})</c>,
/// <c>Memory(ns="notes")</c>.
/// </summary>
internal sealed partial class ToolSpec
{
    private readonly string body;

    private ToolSpec(string name, string body) => (Name, this.body) = (name, body);

    /// <summary>The name before the parenthesis.</summary>
    public string Name { get; }

    /// <summary>The name in a specification, even if the rest is not valid.</summary>
    public static string NameOf(string text) => text.Split('(')[0].Trim();

    /// <exception cref="LlmException">The text is not a name with arguments in parentheses.</exception>
    public static ToolSpec Parse(string text)
    {
        var match = Shape().Match(text);
        if (!match.Success)
            throw new LlmException($"Invalid tool specification '{text}'. Write it as Name, Name(\"value\") or Name(key=\"value\").");
        return new ToolSpec(match.Groups[1].Value, match.Groups[2].Value.Trim());
    }

    /// <summary>The arguments by parameter; a single value is that of the first parameter.</summary>
    /// <param name="schema">The schema of the arguments.</param>
    /// <exception cref="LlmException">The arguments are not JSON.</exception>
    public JsonObject Arguments(JsonObject schema)
    {
        var firstParameter = (schema["properties"] as JsonObject)?.Select(property => property.Key).FirstOrDefault();
        if (body.Length == 0) return [];
        if (body[0] == '{')
        {
            return JsonText.ParseOrNull(body) as JsonObject ?? throw Invalid("the text in braces is not a JSON object");
        }

        if (SingleValue().IsMatch(body))
        {
            if (!JsonText.TryParse(body, out var value)) throw Invalid("the value is not JSON");
            return firstParameter is null ? throw Invalid("it takes no arguments") : new JsonObject { [firstParameter] = value };
        }

        return ReadPairs();
    }

    private JsonObject ReadPairs()
    {
        var arguments = new JsonObject();
        foreach (var pair in Split(body))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1) throw Invalid($"'{pair.Trim()}' does not have the form key=value");
            if (!JsonText.TryParse(pair[(equals + 1)..].Trim(), out var value))
                throw Invalid($"the value of '{pair[..equals].Trim()}' is not JSON");
            arguments[pair[..equals].Trim()] = value;
        }

        return arguments;
    }

    /// <summary>Splits at commas outside strings, lists and objects.</summary>
    private static List<string> Split(string text)
    {
        var (parts, start, depth, inText) = (new List<string>(), 0, 0, false);
        for (var i = 0; i < text.Length; i++)
        {
            if (inText && text[i] == '\\') i++;
            else if (text[i] == '"') inText = !inText;
            else if (inText) continue;
            else if (text[i] is '[' or '{') depth++;
            else if (text[i] is ']' or '}') depth--;
            else if (text[i] == ',' && depth == 0)
            {
                parts.Add(text[start..i]);
                start = i + 1;
            }
        }

        if (text[start..].Trim().Length > 0) parts.Add(text[start..]);
        return parts;
    }

    private LlmException Invalid(string reason) => new(
        $"Invalid arguments for {Name}: {reason}. "
        + $"Write them as {Name}(\"value\"), {Name}({{\"key\": \"value\"}}) or {Name}(key=\"value\").");

    [GeneratedRegex(@"^\s*([A-Za-z_][A-Za-z0-9_]*)\s*(?:\((.*)\))?\s*$", RegexOptions.Singleline)]
    private static partial Regex Shape();

    [GeneratedRegex(@"^([""\[0-9-]|(true|false|null)\s*$)")]
    private static partial Regex SingleValue();
}
