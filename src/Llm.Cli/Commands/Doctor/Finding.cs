namespace Llm.Cli.Commands.Doctor;

/// <summary>The result of a check by <c>llm doctor</c>.</summary>
/// <param name="Section">The section of the report, such as <c>Files</c>.</param>
/// <param name="Name">The subject of the check.</param>
/// <param name="State">The state of the subject.</param>
/// <param name="Text">The result and, if there is a problem, how to solve it. It never contains a key.</param>
internal sealed record Finding(string Section, string Name, FindingState State, string Text);
