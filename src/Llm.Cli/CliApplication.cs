using Llm.Cli.CommandLine;
using Llm.Cli.Commands;
using Llm.Cli.Output;
using Llm.Cli.Twin;
using Llm.Commands;

namespace Llm.Cli;

/// <summary>Runs a command line: finds the command, runs it, and converts errors to messages and exit codes.</summary>
internal sealed class CliApplication(CliContext context)
{
    private const int Failure = 1;
    private const int Misuse = 2;

    private readonly CommandGroup root = RootCommand.Create(context);

    /// <summary>Runs the command line and returns the exit code.</summary>
    /// <remarks>The main thread waits here, which saves setting up an asynchronous method before the prompt is sent.</remarks>
    public int Run(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var parser = new CommandLineParser(root, "llm", ProductVersion.Text) { Width = () => HelpPage.WidthFor(context.Terminal.Columns) };
        Invocation? invocation = null;
        try
        {
            return RunOrHandOver(parser, arguments, ref invocation, cancellationToken);
        }
        catch (ClosedPipeException)
        {
            return Failure;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            if (context.Terminal is { OutputIsTerminal: true, LastWritten: not '\n' }) context.Terminal.WriteErrorLine();
            return context.Interrupt.ExitCode;
        }
        catch (UsageException ex) when (invocation is not null)
        {
            context.Terminal.WriteError(parser.DescribeError(invocation, ex));
            return Misuse;
        }
        catch (Exception ex) when (ex is LlmException || !RaisesErrors)
        {
            context.Terminal.EndLine();
            context.Terminal.WriteErrorLine(ErrorText.Of(ex));
            if (context.Terminal.ErrorIsTerminal) new Hints(context).ShowAsync(ex, cancellationToken).GetAwaiter().GetResult();
            return Failure;
        }
    }

    private int RunOrHandOver(
        CommandLineParser parser, IReadOnlyList<string> arguments, ref Invocation? invocation, CancellationToken cancellationToken)
    {
        try
        {
            switch (parser.Parse(arguments))
            {
                case ParseResult.Run run:
                    invocation = run.Invocation;
                    if (TwinRule.Applies(context, invocation)) return ManagedTwin.TakeOver(arguments);
                    if (invocation.Command is not DeferredCommand) WarnOfClash(invocation);
                    if (context.Terminal.ErrorIsTerminal) new Hints(context).AboutSingleWord(arguments, root);
                    var running = RuntimeCode.IsSupported
                        ? RunWithHostAsync(invocation, cancellationToken)
                        : invocation.RunAsync(cancellationToken);
                    return running.GetAwaiter().GetResult();
                case ParseResult.Show show:
                    context.Terminal.Write(show.Text);
                    return 0;
                case ParseResult.Refuse refuse:
                    context.Terminal.WriteError(refuse.Text);
                    return Misuse;
                default:
                    throw new InvalidOperationException("The parser returned an unknown result.");
            }
        }
        catch (RuntimeCodeRequiredException) when (!RuntimeCode.IsSupported && !context.Input.IsUsed)
        {
            return ManagedTwin.TakeOver(arguments);
        }
    }

    /// <summary>Runs a command that may be a plugin's, which wants the host; the native command has none of those.</summary>
    private async Task<int> RunWithHostAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        await using var host = new CommandHost(context);
        invocation.Host = host;
        return await invocation.RunAsync(cancellationToken);
    }

    /// <summary>Warns if two plugins have the command that is called.</summary>
    private void WarnOfClash(Invocation invocation)
    {
        if (root.Owners.Clashes.Count == 0 || invocation.CommandPath.Split(' ') is not [_, var name, ..]) return;
        if (root.Owners.Find(name) is { } clash) context.Terminal.WriteErrorLine($"Warning: {clash}", TextStyle.Note);
    }

    /// <summary>Whether errors end the process with a stack trace, as developers ask for.</summary>
    public static bool RaisesErrors => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("LLM_RAISE_ERRORS"));
}
