using System.Globalization;

namespace Llm.Storage;

/// <summary>Formats points in time in UTC as Python's datetime does: with microseconds, unless they are 0.</summary>
internal static class PythonTime
{
    /// <summary>Formats like <c>str(datetime)</c>: <c>2026-11-20 20:16:44.451892+00:00</c>.</summary>
    public static string Spaced(DateTimeOffset time) => Write(time, ' ');

    /// <summary>Formats like <c>datetime.isoformat()</c>: <c>2026-11-20T20:16:44.451892+00:00</c>.</summary>
    public static string Iso(DateTimeOffset time) => Write(time, 'T');

    /// <summary>Parses either format; returns null if the text is not a time.</summary>
    public static DateTimeOffset? TryParse(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static string Write(DateTimeOffset time, char separator)
    {
        var utc = time.ToUniversalTime();
        var fraction = utc.Ticks % TimeSpan.TicksPerSecond / 10 == 0 ? "" : ".ffffff";
        return utc.ToString($"yyyy-MM-dd'{separator}'HH:mm:ss{fraction}'+00:00'", CultureInfo.InvariantCulture);
    }
}
