using Llm.Cli.Output;
using Llm.Cli.Output.Logs;

namespace Llm.Cli.Commands.Prompt;

/// <summary>Asks, shows the answers and logs each as it ends.</summary>
internal sealed class PromptRun(CliContext context, PromptLog logs)
{
    private readonly List<Response> responses = [];

    public required AnswerPrinter Printer { get; init; }

    public bool IsLogged { get; init; }

    /// <summary>Whether the tokens that were used are told.</summary>
    public bool ShowsUsage { get; init; }

    /// <summary>Whether the answers are printed as the log's JSON.</summary>
    public bool ShowsJson { get; init; }

    /// <summary>Where attachments of the answers go; null if they are only told of.</summary>
    public AnswerFiles? Files { get; init; }

    /// <summary>Makes ready what the answers go to.</summary>
    /// <exception cref="LlmException">The log or the file cannot be used.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        // An unusable database is found before anything is paid for. A first prompt makes it even if it is not logged itself,
        // so that listing the log works from then on.
        if (IsLogged || !logs.Exists)
        {
            using var progress = ProgressLine.Start(context.Terminal, "opening the log");
            await logs.OpenAsync(cancellationToken);
        }

        Files?.Prepare();
    }

    /// <summary>Asks; with tools, until the model has no more calls.</summary>
    /// <remarks>Each asynchronous method that waits for the answer adds to the time until the request goes out, so here is none between.</remarks>
    public Task AnswerAsync(Conversation conversation, string? text, PromptOptions request, ChainOptions? chain, CancellationToken cancellationToken) =>
        chain is null
            ? AnswerAsync(conversation.PromptAsync(text, request), cancellationToken)
            : AnswerAllAsync(conversation, conversation.Chain(text, request, chain), cancellationToken);

    /// <summary>Ends what was printed and shows what is told of whole answers.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        Printer.Finish();
        if (ShowsUsage) foreach (var response in responses) ShowUsage(response);
        if (ShowsJson) context.Terminal.WriteLine(LogJson.Write(await logs.ReadBackAsync(responses, IsLogged, cancellationToken)));
        foreach (var response in responses) await KeepAttachmentsAsync(response, cancellationToken);
    }

    private async Task AnswerAllAsync(Conversation conversation, Chain chain, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var response in chain.ResponsesAsync(cancellationToken)) await AnswerAsync(response, cancellationToken);
        }
        catch (PauseChainException) when (IsLogged)
        {
            await logs.SavePauseAsync(conversation);
            throw;
        }
    }

    private async Task AnswerAsync(Response response, CancellationToken cancellationToken)
    {
        responses.Add(response);
        try
        {
            await Printer.ShowAsync(response, cancellationToken);
        }
        catch (Exception ex) when (ex is not OutOfMemoryException)
        {
            await logs.SaveUnfinishedAsync(response, ex, IsLogged);
            throw;
        }

        if (!IsLogged) return;
        try
        {
            // Ctrl-C after the last word takes nothing from the log.
            await logs.SaveAsync(response, CancellationToken.None);
        }
        catch (LlmException)
        {
            // The answer is whole, whatever became of the log.
            Printer.Finish();
            throw;
        }
    }

    private void ShowUsage(Response response)
    {
        var usage = UsageText.Describe(response.Usage?.Input, response.Usage?.Output, response.Usage?.Details);
        context.Terminal.WriteErrorLine($"Token usage: {usage}", TextStyle.Note);
    }

    private async Task KeepAttachmentsAsync(Response response, CancellationToken cancellationToken)
    {
        if (Files is null)
        {
            var count = context.Terminal.ErrorIsTerminal ? response.Attachments.Count : 0;
            if (count == 0) return;
            var what = count == 1 ? "1 attachment" : $"{count} attachments";
            context.Terminal.WriteErrorLine($"{what} came with the answer; --out DIRECTORY writes attachments to files.", TextStyle.Dim);
            return;
        }

        foreach (var (path, attachment, size) in await Files.WriteAsync(response, context.Host.Web, cancellationToken))
        {
            context.Terminal.WriteErrorLine($"Wrote {path} ({attachment.LocalType() ?? "unknown type"}, {FileSize.Describe(size)})");
        }
    }
}
