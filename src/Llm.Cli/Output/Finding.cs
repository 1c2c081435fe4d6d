namespace Llm.Cli.Output;

/// <summary>The result of a check by <c>llm doctor</c>.</summary>
/// <param name="Section">The section of the report, such as <c>Files</c>.</param>
/// <param name="Name">The subject of the check.</param>
/// <param name="State">The state of the subject.</param>
/// <param name="Text">The result and, if there is a problem, how to solve it. It never contains a key.</param>
internal sealed record Finding(string Section, string Name, FindingState State, string Text);

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
