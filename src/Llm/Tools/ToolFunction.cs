namespace Llm;

/// <summary>Runs a tool.</summary>
/// <param name="call">The call with its arguments.</param>
/// <param name="cancellationToken">Stops the work.</param>
/// <remarks>May be called by several threads at once. What it throws becomes a result that the model can read.</remarks>
public delegate Task<ToolOutput> ToolFunction(ToolCall call, CancellationToken cancellationToken);
