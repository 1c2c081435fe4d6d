using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Llm.ExtensionsAI;

/// <summary>A tool as a function of Microsoft.Extensions.AI.</summary>
internal sealed class ToolAIFunction(Tool tool, ToolFunction run) : AIFunction
{
    public override string Name => tool.Name;

    public override string Description => tool.Description ?? "";

    public override JsonElement JsonSchema { get; } = BridgeJson.ToElement(tool.InputSchema);

    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        var output = await run(new ToolCall(tool.Name, BridgeJson.ToObject(arguments)), cancellationToken);
        return ContentWriter.WriteOutput(output.Text, output.Attachments, forCaller: true);
    }
}
