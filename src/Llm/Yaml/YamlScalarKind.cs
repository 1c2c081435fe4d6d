namespace Llm.Yaml;

/// <summary>What a plain scalar stands for in YAML 1.1.</summary>
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
