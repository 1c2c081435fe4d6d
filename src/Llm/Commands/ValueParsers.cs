using System.Globalization;
using Llm.Json;

namespace Llm.Commands;

/// <summary>Parsers for the values that most options take.</summary>
public static class ValueParsers
{
    private const NumberStyles FloatStyle = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Any text.</summary>
    public static ValueParser<string> Text { get; } = new("TEXT", static word => word);

    /// <summary>A whole number; one that is out of range becomes the largest or smallest <see cref="int"/>.</summary>
    public static ValueParser<int> WholeNumber { get; } = new("INTEGER", ParseInteger);

    /// <summary>A number.</summary>
    public static ValueParser<double> Number { get; } = new("FLOAT", ParseFloat);

    /// <summary>A yes or no, as environment variables state it: <c>1</c>, <c>true</c>, <c>off</c>.</summary>
    public static ValueParser<bool> Boolean { get; } = new("BOOLEAN", ParseBoolean);

    /// <summary>The path of a file or directory, as it was typed; an existing one must be of an allowed kind.</summary>
    public static ValueParser<string> Path(
        bool mustExist = false, bool allowFile = true, bool allowDirectory = true, bool allowDash = false) =>
        PathParser.Create(mustExist, allowFile, allowDirectory, allowDash);

    /// <summary>One of the given words.</summary>
    public static ValueParser<string> Choice(params string[] choices) => new(
        $"[{string.Join('|', choices)}]",
        word => Array.IndexOf(choices, word) >= 0
            ? word
            : throw new InvalidValueException(
                $"{PythonQuote.Quote(word)} is not {(choices.Length == 1 ? "" : "one of ")}"
                + $"{string.Join(", ", choices.Select(PythonQuote.Quote))}."));

    /// <summary>The default parser of a type.</summary>
    /// <exception cref="InvalidOperationException">The type has no default parser: set the parameter's parser.</exception>
    internal static ValueParser<T> For<T>()
    {
        // Types are compared instead of looked up in a table: only the requested parser is created, and ahead-of-time compilation sees all.
        object? parser = null;
        if (typeof(T) == typeof(string)) parser = Text;
        else if (typeof(T) == typeof(int)) parser = WholeNumber;
        else if (typeof(T) == typeof(int?)) parser = new ValueParser<int?>(WholeNumber.Metavar, static word => ParseInteger(word));
        else if (typeof(T) == typeof(double)) parser = Number;
        else if (typeof(T) == typeof(double?)) parser = new ValueParser<double?>(Number.Metavar, static word => ParseFloat(word));
        return (ValueParser<T>?)parser ?? throw new InvalidOperationException($"A parameter of type {typeof(T)} needs a parser.");
    }

    private static int ParseInteger(string word)
    {
        var digits = WithoutUnderscores(word.AsSpan().Trim());
        if (int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)) return value;
        var unsigned = digits.AsSpan(digits is ['+' or '-', ..] ? 1 : 0);
        if (unsigned.IsEmpty || unsigned.ContainsAnyExceptInRange('0', '9'))
            throw new InvalidValueException($"{PythonQuote.Quote(word)} is not a valid integer.");
        return digits![0] == '-' ? int.MinValue : int.MaxValue;
    }

    private static double ParseFloat(string word)
    {
        var digits = WithoutUnderscores(word.AsSpan().Trim());
        if (digits is not null && double.TryParse(digits, FloatStyle, CultureInfo.InvariantCulture, out var value)) return value;
        return digits?.TrimStart('+', '-').ToLowerInvariant() switch
        {
            "inf" or "infinity" => digits[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity,
            "nan" => double.NaN,
            _ => throw new InvalidValueException($"{PythonQuote.Quote(word)} is not a valid float."),
        };
    }

    private static bool ParseBoolean(string word) => word.Trim().ToLowerInvariant() switch
    {
        "1" or "true" or "t" or "yes" or "y" or "on" => true,
        "0" or "false" or "f" or "no" or "n" or "off" or "" => false,
        _ => throw new InvalidValueException(
            $"{PythonQuote.Quote(word)} is not a valid boolean. Recognized values: , 0, 1, f, false, n, no, off, on, t, true, y, yes"),
    };

    /// <summary>Removes the underscores that Python allows between two digits; null if there is one elsewhere.</summary>
    private static string? WithoutUnderscores(ReadOnlySpan<char> number)
    {
        for (var i = 0; i < number.Length; i++)
        {
            if (number[i] != '_') continue;
            if (i == 0 || i == number.Length - 1 || !char.IsAsciiDigit(number[i - 1]) || !char.IsAsciiDigit(number[i + 1])) return null;
        }

        return number.ToString().Replace("_", "", StringComparison.Ordinal);
    }
}
