namespace Llm.Yaml;

/// <summary>Determines the kind of a plain scalar by the patterns of PyYAML's resolver, so that reader and writer agree with it.</summary>
internal static class YamlResolver
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
        YamlNumbers.IsFloat(text) ? YamlScalarKind.Float
        : YamlNumbers.IsInteger(text) ? YamlScalarKind.Integer
        : YamlNumbers.IsTimestamp(text) ? YamlScalarKind.Timestamp
        : YamlScalarKind.Text;
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
