using Llm.Cli.Output;
using Llm.Cli.Output.Logs;
using Llm.Storage.Logs;

namespace Llm.Cli.Commands.Prompt;

/// <summary>Shows the parts of complete answers besides their text: token usage, JSON, images and sounds.</summary>
internal sealed class PromptOutput(CliContext context)
{
    public bool ShowsUsage { get; init; }

    /// <summary>Whether usage is shown with its cost, whatever the settings say, and in JSON too.</summary>
    public bool ShowsCost { get; init; }

    /// <summary>Whether the answers are printed as the log's JSON.</summary>
    public bool ShowsJson { get; init; }

    /// <summary>The files for attachments of the answers; null if attachments are only counted.</summary>
    public AnswerFiles? Files { get; init; }

    /// <summary>Shows the output after the last answer is complete.</summary>
    /// <param name="responses">The answers, oldest first.</param>
    /// <param name="log">The log that contains them; null if they are not logged.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="LlmException">An attachment cannot be fetched or written.</exception>
    public async Task ShowAsync(IReadOnlyList<Response> responses, LogStore? log, CancellationToken cancellationToken)
    {
        if (ShowsUsage || ShowsCost) foreach (var response in responses) ShowUsage(response);
        if (ShowsJson) context.Terminal.WriteLine(await ReadJsonAsync(responses, log, cancellationToken));
        foreach (var response in responses)
        {
            if (Files is null) MentionAttachments(response);
            else await WriteAttachmentsAsync(Files, response, cancellationToken);
        }
    }

    private void ShowUsage(Response response)
    {
        var usage = UsageText.Describe(response.Usage?.InputTokens, response.Usage?.OutputTokens, response.Usage?.Details);
        if (ShowsCost || context.Host.Settings.Get(Setting.UsageCost))
            usage = UsageText.AddCost(usage, context.Host.Prices.FindCost(response));
        if (usage.Length > 0) context.Terminal.WriteErrorLine($"Token usage: {usage}", TextStyle.Note);
    }

    /// <summary>
    /// Returns the answers as the log shows them, oldest first; answers that are not logged pass through a database in memory.
    /// </summary>
    private async Task<string> ReadJsonAsync(IReadOnlyList<Response> responses, LogStore? log, CancellationToken cancellationToken)
    {
        if (log is null)
        {
            using var memory = await LogFile.OpenAsync(LogFile.InMemory, context, cancellationToken);
            await memory.LogAsync(responses, cancellationToken);
            return await ReadJsonAsync(responses, memory, cancellationToken);
        }

        var query = new LogQuery { Ids = [.. responses.Select(response => response.Id)] };
        var turns = await log.ListAsync(query, cancellationToken);
        return LogJson.Write([.. turns.Reverse()], ShowsCost ? context.Host.Prices : null);
    }

    private void MentionAttachments(Response response)
    {
        var count = context.Terminal.ErrorIsTerminal ? response.Attachments.Count : 0;
        if (count == 0) return;
        context.Terminal.WriteErrorLine(
            $"The answer has {Count.Of(count, "attachment")}; --out DIRECTORY writes attachments to files.", TextStyle.Dim);
    }

    private async Task WriteAttachmentsAsync(AnswerFiles files, Response response, CancellationToken cancellationToken)
    {
        foreach (var (path, attachment, size) in await files.WriteAsync(response, context.Host.Web, cancellationToken))
        {
            context.Terminal.WriteErrorLine($"Wrote {path} ({attachment.LocalType() ?? "unknown type"}, {FileSize.Describe(size)})");
        }
    }
}
