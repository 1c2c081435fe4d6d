namespace Llm.Local;

/// <summary>How the vector of a text is made from those of its tokens.</summary>
internal enum Pooling
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>The vector of the first token, which stands for the whole text.</summary>
    First,
}
