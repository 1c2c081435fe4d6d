using System.Text.Json;
using Llm.Json;
using Microsoft.Extensions.AI;

namespace Llm.ExtensionsAI;

/// <summary>Converts a function of Microsoft.Extensions.AI to a tool.</summary>
internal static class FunctionTool
{
    public static Tool Create(AIFunction function) => new(
        function.Name,
        string.IsNullOrEmpty(function.Description) ? null : function.Description,
        BridgeJson.ToNode(function.JsonSchema)?.AsObject() ?? [])
    {
        RequiresApproval = function.GetService<ApprovalRequiredAIFunction>() is not null,
        Implementation = async (call, cancellationToken) =>
        {
            var value = await function.InvokeAsync(new AIFunctionArguments(BridgeJson.ToDictionary(call.Arguments)), cancellationToken);
            var result = (ToolResultPart)new ContentReader().Read(new FunctionResultContent(call.ToolCallId ?? "", value))!;
            return new ToolOutput(result.Output, [.. result.Attachments]);
        },
    };
}

/// <summary>A function of Microsoft.Extensions.AI that runs a tool.</summary>
internal sealed class ToolAIFunction(Tool tool, ToolFunction run) : AIFunction
{
    public override string Name => tool.Name;

    public override string Description => tool.Description ?? "";

    public override JsonElement JsonSchema { get; } = tool.InputSchema.ToElement();

    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        var output = await run(new ToolCall(tool.Name, BridgeJson.ToObject(arguments)), cancellationToken);
        return ContentWriter.WriteOutput(output.Text, output.Attachments, forCaller: true);
    }
}
