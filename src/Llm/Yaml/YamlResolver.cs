using System.Text.RegularExpressions;

namespace Llm.Yaml;

/// <summary>Determines the kind of a plain scalar by the patterns of PyYAML's resolver, so that reader and writer agree with it.</summary>
internal static partial class YamlResolver
{
    /// <summary>The kind of a plain scalar with this text.</summary>
    public static YamlScalarKind Resolve(string text)
    {
        if (text.Length == 0) return YamlScalarKind.Null;
        return text[0] switch
        {
            '<' => text == "<<" ? YamlScalarKind.Merge : YamlScalarKind.Text,
            '=' => text == "=" ? YamlScalarKind.Value : YamlScalarKind.Text,
            '-' or '+' or '.' or (>= '0' and <= '9') => ResolveNumber(text),
            _ => ResolveWord(text),
        };
    }

    private static YamlScalarKind ResolveWord(string text) => text switch
    {
        "~" or "null" or "Null" or "NULL" => YamlScalarKind.Null,
        "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON" or
        "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF" => YamlScalarKind.Boolean,
        _ => YamlScalarKind.Text,
    };

    private static YamlScalarKind ResolveNumber(string text) =>
        Float().IsMatch(text) ? YamlScalarKind.Float
        : Integer().IsMatch(text) ? YamlScalarKind.Integer
        : Timestamp().IsMatch(text) ? YamlScalarKind.Timestamp
        : YamlScalarKind.Text;

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

/// <summary>The kinds of plain scalars in YAML 1.1.</summary>
internal enum YamlScalarKind
{
    Text,
    Null,
    Boolean,
    Integer,
    Float,
    Timestamp,

    /// <summary>The key <c>&lt;&lt;</c>.</summary>
    Merge,

    /// <summary>The key <c>=</c>.</summary>
    Value,
}
