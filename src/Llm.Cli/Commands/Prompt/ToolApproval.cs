using Llm.Cli.Output;
using Llm.Cli.Output.Tools;

namespace Llm.Cli.Commands.Prompt;

/// <summary>Asks before a tool is run.</summary>
internal sealed class ToolApproval(CliContext context)
{
    private readonly HashSet<string> always = [];

    /// <param name="tool">The tool; null where there is none of that name. One that requires approval is asked about each time.</param>
    /// <param name="call">What it is to do.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="CancelToolCallException">The answer is no.</exception>
    /// <exception cref="LlmException">Nobody answers.</exception>
    public async Task AskAsync(Tool? tool, ToolCall call, CancellationToken cancellationToken)
    {
        if (always.Contains(call.Name)) return;
        context.Terminal.WriteErrorLine(ToolTrace.Describe(call), TextStyle.Note);
        // The offer is for people alone: a script's answers are the Python tool's.
        var offersAlways = tool is not { RequiresApproval: true } && context.Input.IsTerminal && context.Terminal.OutputIsTerminal;
        while (true)
        {
            context.Terminal.Write(offersAlways ? "Approve tool call? [y/N, a = always for this tool]: " : "Approve tool call? [y/N]: ");
            var answer = await context.Input.ReadLineAsync(cancellationToken)
                ?? throw new LlmException("The input ended before the tool call was approved. Answer with y or n.");
            switch (answer.Trim().ToLowerInvariant())
            {
                case "y" or "yes":
                    return;
                case "a" or "always" when offersAlways:
                    always.Add(call.Name);
                    return;
                case "" or "n" or "no":
                    throw new CancelToolCallException("User cancelled tool call");
                default:
                    context.Terminal.WriteLine("Error: invalid input");
                    break;
            }
        }
    }
}
