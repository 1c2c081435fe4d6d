namespace Llm.Cli.Commands.Doctor;

/// <summary>How something is.</summary>
internal enum FindingState
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Worth knowing; nothing has to be done.</summary>
    Note,

    /// <summary>Something has to be done.</summary>
    Wrong,
}
