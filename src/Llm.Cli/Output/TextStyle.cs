namespace Llm.Cli.Output;

/// <summary>The style of text on a terminal; elsewhere text is plain.</summary>
internal enum TextStyle
{
    /// <summary>No style.</summary>
    Plain,

    /// <summary>Faint, for secondary text.</summary>
    Dim,

    /// <summary>Bold yellow, for notes.</summary>
    Note,

    /// <summary>Bold green, for results.</summary>
    Result,

    /// <summary>Bold red, for failures.</summary>
    Failure,
}
