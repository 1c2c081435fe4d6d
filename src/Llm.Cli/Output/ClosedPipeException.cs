namespace Llm.Cli.Output;

/// <summary>Whoever read standard output has gone, as <c>head -1</c> does; the program ends quietly.</summary>
internal sealed class ClosedPipeException(IOException inner) : Exception("Standard output is closed.", inner);
