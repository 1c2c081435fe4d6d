using System.Text.RegularExpressions;
using Llm.Yaml;

namespace Llm.Tests.Yaml;

/// <summary>Numbers and timestamps are recognised as by the patterns of PyYAML's resolver.</summary>
public sealed partial class YamlNumbersTests
{
    [Fact]
    public void Texts_of_every_kind_are_told_as_the_patterns_tell_them()
    {
        var random = new Random(20261130);
        var kinds = new int[4];
        // Pieces that numbers are made of, so that many texts nearly are some.
        string[] pieces =
        [
            "0", "1", "7", "9", "12", "60", "05", "_", ".", ":", "-", "+", "e", "E+", "e-3", "0b", "0x", "f", "2026", "-11", "-3", "T", "t",
            " ", "\t", "12:30:45", ":5", ":59", ":60", "Z", ".5", "inf", "INF", "nan", "NaN", "2001-12-14", "\n", "٣",
        ];
        for (var i = 0; i < 300_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 7)).Select(_ => pieces[random.Next(pieces.Length)]));
            var (isFloat, isInteger, isTimestamp) = (Float().IsMatch(text), Integer().IsMatch(text), Timestamp().IsMatch(text));
            (YamlNumbers.IsFloat(text), YamlNumbers.IsInteger(text), YamlNumbers.IsTimestamp(text))
                .ShouldBe((isFloat, isInteger, isTimestamp), $"'{text}'");
            kinds[isFloat ? 1 : isInteger ? 2 : isTimestamp ? 3 : 0]++;
        }

        kinds.ShouldAllBe(count => count > 100);
    }

    [GeneratedRegex("""
        ^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?
        |\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?
        |[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*
        |[-+]?\.(?:inf|Inf|INF)
        |\.(?:nan|NaN|NAN))\z
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Float();

    [GeneratedRegex("""
        ^[-+]?(?:0b[0-1_]+
        |0[0-7_]+
        |(?:0|[1-9][0-9_]*)
        |0x[0-9a-fA-F_]+
        |[1-9][0-9_]*(?::[0-5]?[0-9])+)\z
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Integer();

    [GeneratedRegex("""
        ^(?:[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]
        |[0-9][0-9][0-9][0-9]-[0-9][0-9]?-[0-9][0-9]?
        (?:[Tt]|[ \t]+)[0-9][0-9]?
        :[0-9][0-9]:[0-9][0-9](?:\.[0-9]*)?
        (?:[ \t]*(?:Z|[-+][0-9][0-9]?(?::[0-9][0-9])?))?)\z
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Timestamp();
}
