namespace Llm.Cli.Commands.Doctor;

/// <summary>The state of the subject of a check.</summary>
internal enum FindingState
{
    /// <summary>There is no problem.</summary>
    Ok,

    /// <summary>There is something to know, but nothing to do.</summary>
    Note,

    /// <summary>There is a problem to solve.</summary>
    Wrong,
}
