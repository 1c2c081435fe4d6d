using System.Diagnostics;

namespace Llm;

/// <summary>Records the span of a chain, which is the parent of its prompts and tool calls.</summary>
/// <remarks>The conventions have no such span yet; the name is that of Microsoft.Extensions.AI.</remarks>
internal sealed class ChainTelemetry : IModelObservation
{
    private const string Operation = "orchestrate_tools";

    private readonly Activity? activity;

    public ChainTelemetry(Chain chain)
    {
        activity = Instruments.Source.StartActivity(Operation);
        activity?.SetTag("gen_ai.operation.name", Operation);
        if (!chain.IsOneOff) activity?.SetTag("gen_ai.conversation.id", chain.Conversation.Id);
    }

    public ActivityContext? Context => activity?.Context;

    public void Ended(Exception? error)
    {
        activity?.SetError(error);
        activity?.Dispose();
    }
}
