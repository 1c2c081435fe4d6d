namespace Llm.Cli.Commands.Doctor;

/// <summary>One thing that <c>llm doctor</c> looked at.</summary>
/// <param name="Section">What it belongs to, such as <c>Files</c>.</param>
/// <param name="Name">What was looked at.</param>
/// <param name="State">How it is.</param>
/// <param name="Text">What was found and, if it is wrong, what to do. Never a key.</param>
internal sealed record Finding(string Section, string Name, FindingState State, string Text);
