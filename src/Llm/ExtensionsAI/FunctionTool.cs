using Microsoft.Extensions.AI;

namespace Llm.ExtensionsAI;

/// <summary>A function of Microsoft.Extensions.AI as a tool.</summary>
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
            var value = await function.InvokeAsync(new AIFunctionArguments(BridgeJson.ToBag(call.Arguments)), cancellationToken);
            var result = (ToolResultPart)new ContentReader().Read(new FunctionResultContent(call.ToolCallId ?? "", value))!;
            return new ToolOutput(result.Output, [.. result.Attachments]);
        },
    };
}
