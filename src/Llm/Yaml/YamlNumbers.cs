namespace Llm.Yaml;

/// <summary>Recognises numbers and timestamps as PyYAML's resolver does (resolver.py of PyYAML 6).</summary>
/// <remarks>Written out rather than as regular expressions, which would take 40 KB more of the native command.</remarks>
internal ref struct YamlNumbers
{
    private const string Digits = "0123456789";
    private const string Grouped = Digits + "_";

    private ReadOnlySpan<char> rest;

    private YamlNumbers(string text) => rest = text;

    /// <summary>
    /// Whether it is a float: with a point and perhaps a signed exponent, of base 60 with a point, infinite or not a number.
    /// </summary>
    public static bool IsFloat(string text)
    {
        var scan = new YamlNumbers(text);
        var hasSign = scan.TakeAny("-+");
        if (scan.TakeAny("."))
        {
            if (scan.rest is "inf" or "Inf" or "INF") return true;
            if (hasSign) return false;
            if (scan.rest is "nan" or "NaN" or "NAN") return true;
            return scan.TakeAny(Digits) && scan.TakeAll(Grouped) && scan.TakeExponent() && scan.rest.IsEmpty;
        }

        if (!scan.TakeAny(Digits) || !scan.TakeAll(Grouped)) return false;
        var ofSixty = scan.rest.StartsWith(":");
        return scan.TakeSixtieths() && scan.TakeAny(".") && scan.TakeAll(Grouped) && (ofSixty || scan.TakeExponent()) && scan.rest.IsEmpty;
    }

    /// <summary>Whether it is an integer: binary, octal, decimal, hexadecimal or of base 60.</summary>
    public static bool IsInteger(string text)
    {
        var scan = new YamlNumbers(text);
        scan.TakeAny("-+");
        if (scan.TakeAny("0"))
        {
            if (scan.rest.IsEmpty) return true;
            var digits = scan.TakeAny("b") ? "01_" : scan.TakeAny("x") ? "0123456789abcdefABCDEF_" : "01234567_";
            return !scan.rest.IsEmpty && scan.TakeAll(digits) && scan.rest.IsEmpty;
        }

        return scan.TakeAny(Digits) && scan.TakeAll(Grouped) && scan.TakeSixtieths() && scan.rest.IsEmpty;
    }

    /// <summary>Whether it is a date, or a date with a time and perhaps a zone.</summary>
    public static bool IsTimestamp(string text)
    {
        var scan = new YamlNumbers(text);
        if (!scan.TakeDigits(4, 4) || !scan.TakeAny("-")) return false;
        var month = scan.CountDigits(2);
        if (!scan.TakeDigits(1, 2) || !scan.TakeAny("-")) return false;
        var day = scan.CountDigits(2);
        if (!scan.TakeDigits(1, 2)) return false;
        if (scan.rest.IsEmpty) return month == 2 && day == 2;
        if (!scan.TakeAny("Tt"))
        {
            if (!scan.TakeAny(" \t")) return false;
            scan.TakeAll(" \t");
        }

        if (!scan.TakeDigits(1, 2) || !scan.TakeAny(":") || !scan.TakeDigits(2, 2) || !scan.TakeAny(":") || !scan.TakeDigits(2, 2))
            return false;
        if (scan.TakeAny(".")) scan.TakeAll(Digits);
        if (scan.rest.IsEmpty) return true;
        scan.TakeAll(" \t");
        if (scan.TakeAny("Z")) return scan.rest.IsEmpty;
        if (!scan.TakeAny("-+") || !scan.TakeDigits(1, 2)) return false;
        return scan.rest.IsEmpty || (scan.TakeAny(":") && scan.TakeDigits(2, 2) && scan.rest.IsEmpty);
    }

    /// <summary>Takes one of these characters.</summary>
    private bool TakeAny(string characters)
    {
        if (rest.IsEmpty || !characters.Contains(rest[0])) return false;
        rest = rest[1..];
        return true;
    }

    /// <summary>Takes as many of these characters as there are; always succeeds.</summary>
    private bool TakeAll(string characters)
    {
        while (TakeAny(characters))
        {
        }

        return true;
    }

    private readonly int CountDigits(int most)
    {
        var count = 0;
        while (count < most && count < rest.Length && char.IsAsciiDigit(rest[count])) count++;
        return count;
    }

    private bool TakeDigits(int least, int most)
    {
        var count = CountDigits(most);
        rest = rest[count..];
        return count >= least;
    }

    /// <summary>Takes an exponent, which must have a sign; succeeds if there is none.</summary>
    private bool TakeExponent() => !TakeAny("eE") || (TakeAny("-+") && TakeAny(Digits) && TakeAll(Digits));

    /// <summary>Takes digits of base 60, each after a colon; succeeds if there are none.</summary>
    private bool TakeSixtieths()
    {
        while (TakeAny(":"))
        {
            var canHaveTwo = !rest.IsEmpty && rest[0] is >= '0' and <= '5';
            if (!TakeDigits(1, canHaveTwo ? 2 : 1)) return false;
        }

        return true;
    }
}
