using System.Globalization;
using Llm.Yaml;

namespace Llm;

/// <summary>A setting in <c>settings.yaml</c>: its name, its default and what it does.</summary>
/// <remarks>Immutable. A new setting is added here and read where it applies.</remarks>
public abstract class Setting
{
    /// <summary>Whether Anthropic's interface is asked in its older version, which sends the key in another header.</summary>
    public static readonly Setting<bool> OlderAnthropicVersion = new(
        "anthropic.version",
        false,
        "Version of Anthropic's interface: 2026-10-21, or 2023-06-01 with the key in x-api-key, for servers that expect it",
        "2026-10-21 or 2023-06-01",
        text => text switch
        {
            "2023-06-01" => (true, true),
            "2026-10-21" => (true, false),
            _ => default,
        },
        value => value ? "2023-06-01" : "2026-10-21");

    /// <summary>The time that a server may take to begin its answer; null for no limit.</summary>
    public static readonly Setting<TimeSpan?> Timeout = Seconds(
        "timeout", null, "Seconds that a server may take to begin its answer, or none");

    /// <summary>The time that a server may send nothing; null for no limit.</summary>
    public static readonly Setting<TimeSpan?> IdleTimeout = Seconds(
        "idle_timeout", RequestLimits.UsualIdleTimeout, "Seconds that a server may send nothing, before its answer or in it, or none");

    /// <summary>The time that a tool call may take; null for no limit.</summary>
    public static readonly Setting<TimeSpan?> ToolTimeout =
        Seconds("tools.timeout", TimeSpan.FromMinutes(5), "Seconds that a call of a tool may take, or none");

    /// <summary>How many times a request that failed temporarily is sent again.</summary>
    public static readonly Setting<int> Retries = new(
        "retries",
        RequestLimits.UsualRetries,
        "How many times a request that failed temporarily is sent again",
        "a whole number from 0 to 10",
        text =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 10 ? (true, number) : default,
        value => value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A file of certificates that are trusted besides those of the system; null for none.</summary>
    public static readonly Setting<string?> CertificateFile = new(
        "ca_file",
        null,
        "File of certificates (PEM) that are trusted besides those of the system, or none",
        "the path of a file, or none",
        text => text.Length == 0 ? default : (true, text == "none" ? null : System.IO.Path.GetFullPath(text)),
        value => value ?? "none");

    /// <summary>The time that a connection may take to be made; null for no limit.</summary>
    public static readonly Setting<TimeSpan?> ConnectTimeout = Seconds(
        "connect_timeout", RequestLimits.UsualConnectTimeout, "Seconds that a connection to a server may take to be made, or none");

    /// <summary>Whether chats are logged while logging is on.</summary>
    public static readonly Setting<bool> ChatLog = Flag(
        "chat.log", true, "Whether chats are logged; --log and --no-log decide for one chat");

    /// <summary>Whether functions in Python are started without the keys that are known here.</summary>
    public static readonly Setting<bool> CleanFunctions = new(
        "functions.environment",
        false,
        "Environment of functions in Python: inherit, or clean to leave out the keys that llm knows",
        "inherit or clean",
        text => text switch
        {
            "clean" => (true, true),
            "inherit" => (true, false),
            _ => default,
        },
        value => value ? "clean" : "inherit");

    /// <summary>The version of the Gemini API in the paths of requests.</summary>
    public static readonly Setting<string> GeminiApiVersion = Choice(
        "gemini.api_version", "Version of the Gemini API that is asked", "v1beta", "v1", "v1alpha");

    /// <summary>Whether Markdown is rendered on a terminal.</summary>
    public static readonly Setting<bool> Render = Flag(
        "render", true, "Whether Markdown is rendered on a terminal; --no-render turns it off for one call");

    /// <summary>Whether the usage of an answer is shown with its cost.</summary>
    public static readonly Setting<bool> UsageCost = Flag(
        "usage.cost", false, "Whether -u shows what an answer cost too, as --cost does");

    private protected Setting(string name, string description, string allowed)
    {
        Name = name;
        Description = description;
        Allowed = allowed;
    }

    /// <summary>All settings, by name.</summary>
    public static IReadOnlyList<Setting> All { get; } =
        [
            OlderAnthropicVersion, CertificateFile, ChatLog, ConnectTimeout, CleanFunctions, GeminiApiVersion, IdleTimeout, Render, Retries,
            Timeout, ToolTimeout, UsageCost,
        ];

    /// <summary>The name in the file and on the command line; a dot separates the levels of the file.</summary>
    public string Name { get; }

    /// <summary>A description for listings.</summary>
    public string Description { get; }

    /// <summary>The allowed values, in words that follow "must be".</summary>
    public string Allowed { get; }

    /// <summary>The default value, as it would be written in the file.</summary>
    public abstract string DefaultText { get; }

    /// <summary>The value as it is written in the file; null if it is not allowed.</summary>
    internal abstract string? Normalise(string text);

    private static Setting<bool> Flag(string name, bool value, string description) => new(
        name,
        value,
        description,
        "true or false",
        text => YamlScalars.Resolve(text.ToLowerInvariant())?.GetValueKind() switch
        {
            System.Text.Json.JsonValueKind.True => (true, true),
            System.Text.Json.JsonValueKind.False => (true, false),
            _ => default,
        },
        value => value ? "true" : "false");

    /// <summary>One of some words, of which the first is the default.</summary>
    private static Setting<string> Choice(string name, string description, params string[] words) => new(
        name,
        words[0],
        description,
        $"{string.Join(", ", words[..^1])} or {words[^1]}",
        text => Array.IndexOf(words, text) < 0 ? (false, words[0]) : (true, text),
        value => value);

    private static Setting<TimeSpan?> Seconds(string name, TimeSpan? value, string description) => new(
        name,
        value,
        description,
        "a number of seconds above 0, or none",
        ParseSeconds,
        value => value is { } time ? time.TotalSeconds.ToString(CultureInfo.InvariantCulture) : "none");

    private static (bool IsAllowed, TimeSpan? Value) ParseSeconds(string text)
    {
        if (text == "none") return (true, null);
        var isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds);
        return isNumber && seconds > 0 && seconds <= TimeSpan.FromDays(1).TotalSeconds ? (true, TimeSpan.FromSeconds(seconds)) : default;
    }
}

/// <summary>A setting whose value is a <typeparamref name="T"/>.</summary>
public sealed class Setting<T> : Setting
{
    private readonly Func<string, (bool IsAllowed, T Value)> parse;
    private readonly Func<T, string> write;

    internal Setting(
        string name, T defaultValue, string description, string allowed, Func<string, (bool IsAllowed, T Value)> parse,
        Func<T, string> write)
        : base(name, description, allowed)
    {
        Default = defaultValue;
        this.parse = parse;
        this.write = write;
    }

    /// <summary>The value that is used if the user sets none.</summary>
    public T Default { get; }

    /// <inheritdoc/>
    public override string DefaultText => write(Default);

    /// <summary>Reads a value as it is written in the file; returns false if it is not allowed.</summary>
    internal bool TryParse(string text, out T value)
    {
        (var isAllowed, value) = parse(text.Trim());
        return isAllowed;
    }

    internal override string? Normalise(string text) => TryParse(text, out var value) ? write(value) : null;
}
