namespace Llm.Cli.Output;

/// <summary>The reader of standard output has closed it, as <c>head -1</c> does; the program ends without a message.</summary>
internal sealed class ClosedPipeException(IOException inner) : Exception("Standard output is closed.", inner);
