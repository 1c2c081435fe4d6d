using System.ComponentModel;
using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Yaml;

/// <summary>Resolves plain YAML 1.1 scalars to null, a boolean, a number or text. Dates stay text.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class YamlScalars
{
    /// <summary>Resolves a plain scalar.</summary>
    public static JsonNode? Resolve(string text) => YamlResolver.Resolve(text) switch
    {
        YamlScalarKind.Null => null,
        YamlScalarKind.Boolean => JsonValue.Create(text[0] is 'y' or 'Y' or 't' or 'T' || text is "on" or "On" or "ON"),
        YamlScalarKind.Integer => ParseInteger(text) ?? JsonValue.Create(text),
        YamlScalarKind.Float => ParseFloat(text) ?? JsonValue.Create(text),
        _ => JsonValue.Create(text),
    };

    /// <summary>Whether a plain scalar with this text would be read as something other than text.</summary>
    public static bool IsSpecial(string text) =>
        Resolve(text) is not JsonValue value || value.GetValueKind() != System.Text.Json.JsonValueKind.String;

    /// <summary>Reads a whole number in any of its forms; null if it is none.</summary>
    internal static JsonNode? ParseInteger(string text) => text.Length > 0 && Integer(Digits(text)) is { } integer
        ? JsonText.Parse((text[0] == '-' ? -integer : integer).ToString(CultureInfo.InvariantCulture))
        : null;

    /// <summary>Reads a number as a float, also an infinite one or <c>.nan</c>, which JSON does not have; null if it is none.</summary>
    internal static JsonNode? ParseFloat(string text)
    {
        var digits = Digits(text);
        if (digits.Equals(".nan", StringComparison.OrdinalIgnoreCase)) return JsonValue.Create(double.NaN);
        var number = double.PositiveInfinity;
        var isRead = digits.Equals(".inf", StringComparison.OrdinalIgnoreCase)
            || (double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number));
        return isRead ? JsonValue.Create(text[0] == '-' ? -number : number) : null;
    }

    private static string Digits(string text) => text.TrimStart('-', '+').Replace("_", "", StringComparison.Ordinal);

    private static BigInteger? Integer(string digits)
    {
        if (digits.StartsWith("0x", StringComparison.Ordinal)) return Radix(digits[2..], 16);
        if (digits.StartsWith("0b", StringComparison.Ordinal)) return Radix(digits[2..], 2);
        if (digits.Length > 1 && digits[0] == '0') return Radix(digits[1..], 8);
        if (digits.Contains(':', StringComparison.Ordinal)) return Sexagesimal(digits);
        return Radix(digits, 10);
    }

    private static BigInteger? Radix(string digits, int radix)
    {
        BigInteger result = 0;
        foreach (var c in digits)
        {
            var digit = char.IsAsciiHexDigit(c) ? System.Convert.ToInt32(c.ToString(), 16) : radix;
            if (digit >= radix) return null;
            result = (result * radix) + digit;
        }

        return digits.Length > 0 ? result : null;
    }

    /// <summary>Reads an integer in base 60: in YAML 1.1, 1:30 is ninety.</summary>
    private static BigInteger? Sexagesimal(string digits)
    {
        BigInteger result = 0;
        foreach (var group in digits.Split(':'))
        {
            if (Radix(group, 10) is not { } value) return null;
            result = (result * 60) + value;
        }

        return result;
    }
}
