namespace Llm.Testing;

/// <summary>What became of a request over https.</summary>
/// <param name="Accepted">Whether the server's certificate was accepted.</param>
/// <param name="Error">The error; empty without one.</param>
/// <param name="ReadWholeStore">Whether the process has read the whole store of root certificates.</param>
public sealed record Verdict(bool Accepted, string Error, bool ReadWholeStore);
