using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Yaml;

/// <summary>Tells what a plain YAML 1.1 scalar is: nothing, a flag, a number or text. Dates stay text.</summary>
public static class YamlScalars
{
    /// <summary>The value of a plain scalar.</summary>
    public static JsonNode? Resolve(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON" => JsonValue.Create(true),
        "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF" => JsonValue.Create(false),
        _ => ResolveNumber(text) ?? JsonValue.Create(text),
    };

    /// <summary>Whether a plain scalar of this text would be read as something else than text.</summary>
    public static bool IsSpecial(string text) => Resolve(text) is not JsonValue value || value.GetValueKind() != System.Text.Json.JsonValueKind.String;

    private static JsonNode? ResolveNumber(string text)
    {
        if (!char.IsAsciiDigit(text[0]) && text[0] is not ('-' or '+' or '.')) return null;
        var negative = text[0] == '-';
        var digits = (text[0] is '-' or '+' ? text[1..] : text).Replace("_", "", StringComparison.Ordinal);
        if (digits.Length == 0) return null;
        if (Integer(digits) is { } integer) return JsonText.Parse((negative ? -integer : integer).ToString(CultureInfo.InvariantCulture));
        if (digits.Equals(".inf", StringComparison.OrdinalIgnoreCase)) return JsonValue.Create(negative ? "-Infinity" : "Infinity");
        return IsFloat(digits) && double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? JsonText.Parse(PythonNumber.Format(negative ? -number : number))
            : null;
    }

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

    /// <summary>YAML 1.1 reads 1:30 as ninety.</summary>
    private static BigInteger? Sexagesimal(string digits)
    {
        BigInteger result = 0;
        foreach (var group in digits.Split(':'))
        {
            if (Radix(group, 10) is not { } value || group.Length > 2 || value > 59) return null;
            result = (result * 60) + value;
        }

        return result;
    }

    /// <summary>YAML 1.1 wants a point in a float and a sign in its exponent: 1e3 is text.</summary>
    private static bool IsFloat(string digits)
    {
        var point = digits.IndexOf('.', StringComparison.Ordinal);
        if (point < 0 || digits == ".") return false;
        var e = digits.IndexOfAny(['e', 'E']);
        var mantissa = e < 0 ? digits : digits[..e];
        return mantissa.Replace(".", "", StringComparison.Ordinal).All(char.IsAsciiDigit)
            && (e < 0 || (e + 2 < digits.Length && digits[e + 1] is '+' or '-' && digits[(e + 2)..].All(char.IsAsciiDigit)));
    }
}
