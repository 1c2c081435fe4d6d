using System.Globalization;
using Llm.Commands;

namespace Llm.Cli.Options;

/// <summary>An option for a time in the past, which is given as an age or a date.</summary>
/// <param name="name">The name of the option.</param>
/// <param name="help">Its line on the help page.</param>
internal sealed class AgeOption(string name, string help)
{
    private const string Day = "yyyy-MM-dd";

    private static readonly string[] DateFormats = [Day, "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"];

    public ValueOption<string> Option { get; } = new(name)
    {
        Help = help,
        Metavar = "AGE",
    };

    /// <summary>Returns the time; null if the option was not given.</summary>
    /// <exception cref="InvalidValueException">The text is neither an age nor a date.</exception>
    public DateTimeOffset? Read(Invocation invocation, DateTimeOffset now)
    {
        if (invocation.Get(Option) is not { Length: > 0 } text) return null;
        if (DateTimeOffset.TryParseExact(
            text, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
        {
            return date;
        }

        var hours = text[^1] switch
        {
            'h' => 1,
            'd' => 24,
            'w' => 24 * 7,
            'y' => 24 * 365,
            _ => 0,
        };
        return hours > 0 && uint.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count * (long)hours < 24 * 365 * 1000
            ? now.AddHours(-(count * (double)hours))
            : throw new InvalidValueException($"'{text}' is neither an age such as 30d nor a date such as 2026-01-31.", Option);
    }

    /// <summary>Returns the time of an end, which for a date is that of its day; null if the option was not given.</summary>
    /// <exception cref="InvalidValueException">The text is neither an age nor a date.</exception>
    public DateTimeOffset? ReadEnd(Invocation invocation, DateTimeOffset now) =>
        Read(invocation, now) is { } time
            ? DateOnly.TryParseExact(invocation.Get(Option), Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
                ? time.AddDays(1)
                : time
            : null;
}
