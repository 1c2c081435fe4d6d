using System.Globalization;
using System.Text;

namespace Llm.Cli.Output.Tools;

/// <summary>Shortens long runs of blanks, or of one character, and says how many there were.</summary>
internal static class LongRuns
{
    private const int MostBlanks = 40;
    private const int MostEqual = 200;

    /// <summary>Shortens a line in which Python's escapes stand for characters that are not visible.</summary>
    public static string Shorten(string line)
    {
        var output = new StringBuilder();
        for (var i = 0; i < line.Length;)
        {
            var unit = UnitAt(line, i);
            var isBlank = IsBlank(unit);
            var (end, count) = (i, 0);
            while (end < line.Length && UnitAt(line, end) is var next && (isBlank ? IsBlank(next) : next == unit))
            {
                end += next.Length;
                count++;
            }

            if (count <= (isBlank ? MostBlanks : MostEqual)) output.Append(line, i, end - i);
            else if (isBlank) output.Append(CultureInfo.InvariantCulture, $" [{count:N0} blanks left out] ");
            else output.Append(CultureInfo.InvariantCulture, $"{unit} [{count - 1:N0} more of it left out] ");
            i = end;
        }

        return output.ToString();
    }

    /// <summary>The character at a position, or the escape that stands for it.</summary>
    private static string UnitAt(string line, int start)
    {
        var length = line[start] != '\\' || start + 1 == line.Length ? 1
            : line[start + 1] switch { 'x' => 4, 'u' => 6, 'U' => 10, _ => 2 };
        return line.Substring(start, Math.Min(length, line.Length - start));
    }

    /// <summary>Whether nothing is seen of a character, or it only moves what follows.</summary>
    private static bool IsBlank(string unit) => unit switch
    {
        [var c] => char.IsWhiteSpace(c) || c == '\u2800',
        ['\\', 'n' or 't' or 'r'] => true,
        ['\\', 'x' or 'u' or 'U', .. var code] => int.TryParse(code, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var value)
            && value <= char.MaxValue
            && (char.IsWhiteSpace((char)value)
                || char.GetUnicodeCategory((char)value) is UnicodeCategory.Format or UnicodeCategory.Control),
        _ => false,
    };
}
