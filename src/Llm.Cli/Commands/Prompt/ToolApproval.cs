using Llm.Cli.Output;
using Llm.Cli.Output.Tools;

namespace Llm.Cli.Commands.Prompt;

/// <summary>Asks for approval of tool calls.</summary>
internal sealed class ToolApproval(CliContext context)
{
    private readonly HashSet<string> always = [];

    /// <summary>Asks whether to run a call; returns true if the user approves it.</summary>
    /// <param name="tool">The tool. A tool that requires approval is asked about each time.</param>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="CancelToolCallException">The user refuses the call.</exception>
    /// <exception cref="LlmException">There is no answer.</exception>
    public async Task<bool> AskAsync(Tool tool, ToolCall call, CancellationToken cancellationToken)
    {
        if (always.Contains(call.Name)) return true;
        context.Terminal.WriteErrorLine(ToolTrace.DescribeBriefly(call), TextStyle.Note);
        // Only people receive this offer; scripts answer the Python tool's question.
        var offersAlways = !tool.RequiresApproval && context.Input.IsTerminal && context.Terminal.OutputIsTerminal;
        while (true)
        {
            context.Terminal.Write(offersAlways ? "Approve tool call? [y/N, a = always for this tool]: " : "Approve tool call? [y/N]: ");
            var answer = await context.Input.ReadLineAsync(cancellationToken)
                ?? throw new LlmException("The input ended before the tool call was approved. Answer with y or n.");
            switch (answer.Trim().ToLowerInvariant())
            {
                case "y" or "yes":
                    return true;
                case "a" or "always" when offersAlways:
                    always.Add(call.Name);
                    return true;
                case "" or "n" or "no":
                    throw new CancelToolCallException("User cancelled tool call");
                default:
                    context.Terminal.WriteLine("Error: invalid input");
                    break;
            }
        }
    }
}
