using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Mcp;

/// <summary>A server in <c>mcp.json</c>: a program that is started, or a URL.</summary>
/// <param name="Name">The name, which consists of letters, digits, <c>_</c>, <c>-</c> and <c>.</c></param>
/// <param name="Json">The entry in the file, including unknown members.</param>
/// <remarks>Texts may contain <c>${key:NAME}</c>, which is replaced with a stored key when the server is started.</remarks>
public sealed record McpServerSettings(string Name, JsonObject Json)
{
    private static readonly TimeSpan DefaultStartTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan DefaultCallTimeout = TimeSpan.FromMinutes(5);

    /// <summary>The program; null for a server with a URL.</summary>
    public string? Command => Json.Text("command");

    /// <summary>The arguments of the program.</summary>
    public IReadOnlyList<string> Arguments => [.. (Json["args"] as JsonArray ?? []).Select(TextOf)];

    /// <summary>Environment variables for the program, in addition to <c>PATH</c>, <c>HOME</c> and the like.</summary>
    public IReadOnlyDictionary<string, string> Environment => Map("env");

    /// <summary>The working directory of the program; null for the current directory.</summary>
    public string? WorkingDirectory => Json.Text("cwd");

    /// <summary>The URL; null for a program.</summary>
    public string? Url => Json.Text("url");

    /// <summary>HTTP headers that are sent with every request to the URL.</summary>
    public IReadOnlyDictionary<string, string> Headers => Map("headers");

    /// <summary>The time that the server may take to start: <c>startTimeout</c> in seconds, else 30 seconds.</summary>
    public TimeSpan StartTimeout => Seconds("startTimeout") ?? DefaultStartTimeout;

    /// <summary>The time that one request may take: <c>timeout</c> in seconds, else 5 minutes.</summary>
    public TimeSpan CallTimeout => Seconds("timeout") ?? DefaultCallTimeout;

    /// <summary>A file of certificates that are trusted besides those of the system, for a server with a URL; null for none.</summary>
    internal string? CertificateFile { get; init; }

    /// <summary>The command line or the URL, for listings; keys appear as <c>${key:NAME}</c>.</summary>
    public string Target => Command is { } command ? string.Join(' ', Arguments.Prepend(command)) : Url ?? "(neither command nor url)";

    /// <summary>The problem that makes the entry unusable; null if there is none.</summary>
    internal string? Problem =>
        Json["args"] is not (null or JsonArray) ? "\"args\" must be a list of texts"
        : Json["env"] is not (null or JsonObject) ? "\"env\" must be an object of texts by name"
        : Json["headers"] is not (null or JsonObject) ? "\"headers\" must be an object of texts by name"
        : Command is { } command
            ? (command.Contains("://", StringComparison.Ordinal) ? $"{command} is neither a program nor an HTTP URL" : null)
        : Url is null ? "it has neither \"command\" nor \"url\""
        : Uri.TryCreate(Url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? null
        : $"{Url} is not an HTTP URL";

    /// <summary>Creates the entry of a server that is a program.</summary>
    public static McpServerSettings FromCommand(
        string name, string command, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var json = new JsonObject
        {
            ["command"] = command,
            ["args"] = new JsonArray([.. arguments.Select(argument => JsonValue.Create(argument))]),
        };
        return new McpServerSettings(name, With(json, "env", environment));
    }

    /// <summary>Creates the entry of a server with a URL.</summary>
    public static McpServerSettings FromUrl(string name, string url, IEnumerable<KeyValuePair<string, string>> headers) =>
        new(name, With(new JsonObject { ["type"] = "http", ["url"] = url }, "headers", headers));

    /// <summary>Copies the entry and masks the values of environment variables and headers, except references to stored keys.</summary>
    public JsonObject Masked()
    {
        var masked = Json.DeepClone().AsObject();
        foreach (var map in (string[])["env", "headers"])
        {
            if (masked[map] is not JsonObject values) continue;
            foreach (var name in values.Select(entry => entry.Key).ToList()) values[name] = KeyReferences.Mask(TextOf(values[name]));
        }

        return masked;
    }

    private static JsonObject With(JsonObject json, string name, IEnumerable<KeyValuePair<string, string>> entries)
    {
        var map = new JsonObject();
        foreach (var (key, value) in entries) map[key] = value;
        if (map.Count > 0) json[name] = map;
        return json;
    }

    private Dictionary<string, string> Map(string name) =>
        (Json[name] as JsonObject ?? []).ToDictionary(entry => entry.Key, entry => TextOf(entry.Value));

    private TimeSpan? Seconds(string name) =>
        double.TryParse(TextOf(Json[name]), CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 1e6
            ? TimeSpan.FromSeconds(seconds)
            : null;

    /// <summary>The value as text; files written by hand may contain numbers and booleans.</summary>
    private static string TextOf(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : node?.ToJsonString() ?? "";
}
