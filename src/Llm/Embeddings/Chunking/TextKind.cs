namespace Llm;

/// <summary>What a text is, which decides where it can be split.</summary>
public enum TextKind
{
    /// <summary>Prose without markup, and anything else.</summary>
    Plain,

    /// <summary>Markdown: headings, lists and code in fences.</summary>
    Markdown,

    /// <summary>Source code of any language, by its blank lines and indentation.</summary>
    Code,
}
