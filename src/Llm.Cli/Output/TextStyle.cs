namespace Llm.Cli.Output;

/// <summary>How text on a terminal stands out; elsewhere it is plain.</summary>
internal enum TextStyle
{
    /// <summary>Not at all.</summary>
    Plain,

    /// <summary>Faint, for what is beside the point.</summary>
    Dim,

    /// <summary>Bold yellow, for notes about what happens.</summary>
    Note,

    /// <summary>Bold green, for what came of something.</summary>
    Result,

    /// <summary>Bold red, for what went wrong.</summary>
    Failure,
}
