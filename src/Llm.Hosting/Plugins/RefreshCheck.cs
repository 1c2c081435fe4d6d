using System.Globalization;
using System.Text.Json.Nodes;

namespace Llm.Plugins;

/// <summary>Whether a plugin has to register again; asks only for the time and for the state of files.</summary>
internal static class RefreshCheck
{
    /// <summary>Describes what the plugin's lists depend on, as it is now.</summary>
    public static JsonObject Describe(RegistrationRefresh refresh) => new()
    {
        ["seconds"] = refresh.MaximumAge?.TotalSeconds,
        ["files"] = new JsonObject(
            refresh.Files.Distinct(StringComparer.Ordinal).Select(file => KeyValuePair.Create(file, (JsonNode?)StateOf(file)))),
    };

    /// <summary>Whether a file has changed or the time has passed since the plugin was asked.</summary>
    public static bool IsDue(JsonObject description, DateTimeOffset now)
    {
        if (description["refresh"] is not JsonObject refresh) return false;
        // A clock that was set back would otherwise keep the list for years.
        if ((double?)refresh["seconds"] is { } seconds && Math.Abs((now - Asked(description)).TotalSeconds) > seconds) return true;
        if (refresh["files"] is not JsonObject files) return false;
        foreach (var (file, state) in files)
            if ((string?)state != StateOf(file))
                return true;
        return false;
    }

    /// <summary>When the plugin was asked.</summary>
    public static DateTimeOffset Asked(JsonObject description) =>
        DateTimeOffset.Parse((string?)description["asked"] ?? "2000-01-01Z", CultureInfo.InvariantCulture);

    private static string StateOf(string file) =>
        new FileInfo(file) is { Exists: true } found ? string.Create(
            CultureInfo.InvariantCulture, $"{found.Length} bytes, {found.LastWriteTimeUtc:o}") : "missing";
}
