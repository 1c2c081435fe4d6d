using System.ComponentModel;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Llm.Json;

/// <summary>Formats numbers as Python prints them: integers without a fraction, floats always with a fraction or an exponent.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PythonNumber
{
    /// <summary>
    /// Formats a JSON number. A parsed number keeps its kind (<c>1</c> or <c>1.0</c>); the kind of a created one depends on its CLR type.
    /// </summary>
    public static string Format(JsonValue number)
    {
        if (number.TryGetValue<JsonElement>(out var element)) return FormatLiteral(element.GetRawText());
        if (number.TryGetValue<int>(out var small)) return small.ToString(CultureInfo.InvariantCulture);
        if (number.TryGetValue<long>(out var large)) return large.ToString(CultureInfo.InvariantCulture);
        if (number.TryGetValue<double>(out var real)) return Format(real);
        return FormatLiteral(number.ToJsonString());
    }

    /// <summary>Whether Python reads a JSON number as an integer.</summary>
    public static bool IsInteger(JsonValue number) => Format(number).All(c => c == '-' || char.IsAsciiDigit(c));

    /// <summary>
    /// Formats a float as Python's <c>repr</c> does: with the fewest digits, and with an exponent if that is below -4 or at least 16.
    /// </summary>
    public static string Format(double value)
    {
        if (double.IsNaN(value)) return "NaN";
        if (double.IsInfinity(value)) return value > 0 ? "Infinity" : "-Infinity";
        var shortest = value.ToString("R", CultureInfo.InvariantCulture);
        var (digits, exponent) = Digits(shortest);
        var sign = double.IsNegative(value) ? "-" : "";
        if (exponent is < -4 or >= 16)
        {
            var fraction = digits.Length > 1 ? "." + digits[1..] : "";
            return $"{sign}{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
        }

        if (exponent < 0) return $"{sign}0.{new string('0', -exponent - 1)}{digits}";
        if (digits.Length <= exponent + 1) return $"{sign}{digits.PadRight(exponent + 1, '0')}.0";
        return $"{sign}{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}";
    }

    /// <summary>The significant digits of a decimal or exponential literal, and the power of ten of the first digit.</summary>
    private static (string Digits, int Exponent) Digits(string literal)
    {
        var e = literal.IndexOfAny(['e', 'E']);
        var power = e < 0 ? 0 : int.Parse(literal.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = (e < 0 ? literal : literal[..e]).TrimStart('-');
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var before = point < 0 ? mantissa.Length : point;
        var all = new StringBuilder(mantissa).Replace(".", "").ToString();
        var leading = all.Length - all.TrimStart('0').Length;
        if (leading == all.Length) return ("0", 0);
        var digits = all.TrimStart('0').TrimEnd('0');
        return (digits, before - 1 - leading + power);
    }

    private static string FormatLiteral(string literal)
    {
        if (!literal.AsSpan().ContainsAny('.', 'e', 'E')) return literal == "-0" ? "0" : literal;
        return Format(double.Parse(literal, CultureInfo.InvariantCulture));
    }
}
