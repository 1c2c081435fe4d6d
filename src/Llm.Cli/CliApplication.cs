using Llm.Cli.CommandLine;
using Llm.Cli.Commands;
using Llm.Cli.Output;
using Llm.Commands;

namespace Llm.Cli;

/// <summary>Runs one command line: finds the command, runs it, and turns errors into messages and exit codes.</summary>
internal sealed class CliApplication(CliContext context)
{
    private const int Failure = 1;
    private const int Misuse = 2;

    /// <summary>Exit code after Ctrl-C, as shells expect it: 128 and the number of the signal.</summary>
    public const int Interrupted = 130;

    private readonly CommandLineParser parser = new(RootCommand.Create(context), "llm", CliVersion.Text)
    {
        Width = () => HelpWidth.ForColumns(context.Terminal.Columns),
    };

    public async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        try
        {
            switch (parser.Parse(arguments))
            {
                case ParseResult.Run run:
                    return await RunAsync(run.Invocation, cancellationToken);
                case ParseResult.Show show:
                    context.Terminal.Write(show.Text);
                    return 0;
                case ParseResult.Refuse refuse:
                    context.Terminal.WriteError(refuse.Text);
                    return Misuse;
                default:
                    throw new InvalidOperationException("The parser returned something new.");
            }
        }
        catch (ClosedPipeException)
        {
            return Failure;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            if (context.Terminal.OutputIsTerminal) context.Terminal.WriteErrorLine();
            return Interrupted;
        }
    }

    private async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        try
        {
            return await invocation.RunAsync(cancellationToken);
        }
        catch (UsageException ex)
        {
            context.Terminal.WriteError(parser.DescribeError(invocation, ex));
            return Misuse;
        }
        catch (UnknownModelException ex)
        {
            // The Python tool shows the repr of a KeyError here.
            context.Terminal.WriteErrorLine($"Error: '{ex.Message}'");
            return Failure;
        }
        catch (LlmException ex)
        {
            context.Terminal.WriteErrorLine($"Error: {ex.Message}");
            return Failure;
        }
        catch (Exception ex) when (ex is not (ClosedPipeException or OperationCanceledException) && !RaisesErrors)
        {
            context.Terminal.WriteErrorLine($"Error: {ex.GetType().Name}: {ex.Message} (this is a bug; set LLM_RAISE_ERRORS=1 to see where)");
            return Failure;
        }
    }

    private static bool RaisesErrors => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("LLM_RAISE_ERRORS"));
}
