using Llm.Cli.Output;

namespace Llm.Cli.Commands.Mcp;

/// <summary>Keeps warnings about a server until the line that shows the waiting is gone.</summary>
internal sealed class ServerWarnings(Terminal terminal)
{
    private readonly List<string> warnings = [];

    public void Add(string warning) => warnings.Add(warning);

    public void Write()
    {
        foreach (var warning in warnings) terminal.WriteErrorLine($"Warning: {warning}", TextStyle.Note);
    }
}
