namespace Llm.Cli.Output;

/// <summary>One thing that <c>llm doctor</c> looked at.</summary>
/// <param name="Section">What it belongs to, such as <c>Files</c>.</param>
/// <param name="Name">What was looked at.</param>
/// <param name="State">How it is.</param>
/// <param name="Text">What was found and, if it is wrong, what to do. Never a key.</param>
internal sealed record Finding(string Section, string Name, FindingState State, string Text);

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
