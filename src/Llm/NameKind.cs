namespace Llm;

/// <summary>What a name can stand for.</summary>
public enum NameKind
{
    /// <summary>A language or embedding model.</summary>
    Model,

    /// <summary>A template.</summary>
    Template,

    /// <summary>A fragment.</summary>
    Fragment,
}
