using System.Diagnostics;
using Llm.Json;

namespace Llm;

/// <summary>Records the span of one tool call, as the conventions describe <c>execute_tool</c>.</summary>
internal sealed class ToolCallTelemetry : IModelObservation
{
    private const string Operation = "execute_tool";

    private readonly Activity? activity;
    private readonly bool captureContent;

    public ToolCallTelemetry(Tool tool, ToolCall call, ActivityContext parent, bool captureContent)
    {
        activity = Instruments.Source.StartActivity(ActivityKind.Internal, parent, name: $"{Operation} {tool.Name}");
        this.captureContent = captureContent;
        if (activity is not { IsAllDataRequested: true }) return;
        activity.SetTag("gen_ai.operation.name", Operation);
        activity.SetTag("gen_ai.tool.name", tool.Name);
        activity.SetTag("gen_ai.tool.type", "function");
        activity.SetTag("gen_ai.tool.call.id", call.ToolCallId);
        activity.SetTag("gen_ai.tool.description", string.IsNullOrEmpty(tool.Description) ? null : tool.Description);
        if (captureContent) activity.SetTag("gen_ai.tool.call.arguments", PythonJson.CompactUnescaped(call.Arguments));
    }

    public void Returned(ToolResult result)
    {
        if (captureContent) activity?.SetTag("gen_ai.tool.call.result", result.Output);
    }

    public void Ended(Exception? error)
    {
        activity?.SetError(error);
        activity?.Dispose();
    }
}
