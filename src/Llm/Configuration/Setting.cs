using System.Globalization;
using Llm.Yaml;

namespace Llm;

/// <summary>Something that users can set in <c>settings.yaml</c>: its name, its default and what it does.</summary>
/// <remarks>Immutable. A new setting is a line here and the place that obeys it.</remarks>
public abstract class Setting
{
    /// <summary>How long a server may take to begin its answer; null for as long as it likes.</summary>
    public static readonly Setting<TimeSpan?> Timeout = Seconds(
        "timeout", null, "Seconds that a server may take to begin its answer, or none");

    /// <summary>How long a call of a tool may take; null for as long as it likes.</summary>
    public static readonly Setting<TimeSpan?> ToolTimeout =
        Seconds("tools.timeout", TimeSpan.FromMinutes(5), "Seconds that a call of a tool may take, or none");

    /// <summary>How often a request that failed for a passing reason is sent again.</summary>
    public static readonly Setting<int> Retries = new(
        "retries",
        RequestLimits.UsualRetries,
        "How often a request that failed for a passing reason is sent again",
        "a whole number from 0 to 10",
        text =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 10 ? (true, number) : default,
        value => value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Whether chats are logged while logging is on.</summary>
    public static readonly Setting<bool> ChatLog = Flag(
        "chat.log", true, "Whether chats are logged; --log and --no-log decide for one chat");

    /// <summary>Whether Markdown is laid out on a terminal.</summary>
    public static readonly Setting<bool> Render = Flag(
        "render", true, "Whether Markdown is laid out on a terminal; --no-render turns it off for one call");

    private protected Setting(string name, string description, string allowed)
    {
        Name = name;
        Description = description;
        Allowed = allowed;
    }

    /// <summary>All settings, by name.</summary>
    public static IReadOnlyList<Setting> All { get; } = [ChatLog, Render, Retries, Timeout, ToolTimeout];

    /// <summary>The name in the file and on the command line; a dot stands between the levels of the file.</summary>
    public string Name { get; }

    /// <summary>What it does, for listings.</summary>
    public string Description { get; }

    /// <summary>What its value can be, in words that follow "must be".</summary>
    public string Allowed { get; }

    /// <summary>The value that counts where the user sets none, as it would be written.</summary>
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
