using System.Globalization;
using Llm.Prompting;
using Llm.Serving;
using Llm.Storage.Logs;
using Llm.Web.Answers;

namespace Llm.Web.Page;

/// <summary>Answers messages of the page, by the same path as the command.</summary>
/// <param name="host">The models, tools and templates.</param>
/// <param name="log">The log.</param>
/// <param name="settings">The settings of the server.</param>
/// <param name="limit">How many answers a client gets at a time.</param>
/// <param name="approvals">The calls that wait for a decision.</param>
/// <param name="unlogged">The conversations that are not logged.</param>
/// <param name="lifetime">Says when the server stops.</param>
/// <param name="logger">Receives failures that are bugs.</param>
/// <remarks>Thread-safe.</remarks>
internal sealed partial class PageAnswers(
    LlmHost host, LogStore log, ServeSettings settings, AnswerLimit limit, Approvals approvals, UnloggedConversations unlogged,
    IHostApplicationLifetime lifetime, ILogger<PageAnswers> logger)
{
    /// <summary>Answers a message, or sends an error that the page shows.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        using var output = new PageOutput(context.Response);
        try
        {
            using var turn = await limit.EnterAsync(context, stop.Token);
            var request = AnswerRequest.Read(await JsonOutput.ReadAsync(context.Request, stop.Token));
            await AnswerAsync(request, output, stop.Token);
        }
        catch (Exception ex) when (ex is not OutOfMemoryException)
        {
            // The user stopped the answer, and what was received is logged.
            if (context.RequestAborted.IsCancellationRequested) return;
            var error = ServedError.From(ex);
            if (error.Kind == ServedErrorKind.Failure) LogFailure(logger, ex);
            if (output.HasBegun) await output.FailAsync(error.Message, CancellationToken.None);
            else await ErrorWriter.WriteAsync(context, error);
        }
    }

    private async Task AnswerAsync(AnswerRequest request, PageOutput output, CancellationToken cancellationToken)
    {
        var history = await ChatHistory.LoadAsync(log, unlogged, request.Conversation, request.Turn, cancellationToken);
        if ((request.Edit ?? request.Retry) is { } index)
        {
            var before = history.Before(index);
            if (request.Edit is not null) request = request with { Attachments = [.. history.FilesOf(index), .. request.Attachments] };
            history = before;
        }

        if (request.Retry is null && request.Text is null && request.Attachments.Count == 0)
            throw ServedException.BadRequest("There is no message to answer.");
        var (draft, model) = await DraftOfAsync(request, history, cancellationToken);
        var sink = new PageSink(output, approvals);
        var options = await draft.ResolveAsync(new FragmentResolver(host.Web, log, () => host.FragmentLoaders, NoInput), cancellationToken);
        await using var tools = await PromptTools.SelectAsync(
            host, draft, model, ConversationStart.New, () => ChainFor(sink),
            (_, _) => Task.FromResult<IReadOnlyList<Tool>>([]), cancellationToken);
        var conversation = history.Begin(model);
        var run = new PromptRun(settings.Logs ? log : null, sink);
        try
        {
            await run.AskAsync(conversation, draft.Text, options with { Tools = tools.Tools }, tools.Chain, cancellationToken);
        }
        finally
        {
            if (!settings.Logs && run.Responses is [.., var said])
                unlogged.Keep(conversation.Id, model.Id, [.. said.Prompt.Messages, .. said.Messages]);
        }

        await output.EndAsync(NoteOn(run.Responses, model), cancellationToken);
    }

    private ChainOptions ChainFor(PageSink sink) => new()
    {
        Limit = settings.ChainLimit,
        ToolTimeout = host.Settings.Get(Setting.ToolTimeout),
        BeforeCall = (_, call, cancellationToken) => sink.CallAsync(call, cancellationToken),
        Approve = sink.ApproveAsync,
        AfterCall = (_, call, result, cancellationToken) => sink.ResultAsync(call, result, cancellationToken),
    };

    private async Task<(PromptDraft Draft, Model Model)> DraftOfAsync(
        AnswerRequest request, ChatHistory history, CancellationToken cancellationToken)
    {
        var name = request.Model ?? history.Model ?? settings.Model ?? host.GetModel().Id;
        var chosen = await ChosenModel.FindAsync(host, settings, name, cancellationToken);
        var draft = new PromptDraft
        {
            Text = request.Text,
            ModelId = chosen.Model.Id,
            Options = new PromptOptions
            {
                System = history.Messages.Count == 0 ? request.System : null,
                Options = request.Options,
                Attachments = request.Attachments,
            },
            Tools = settings.Tools,
        };
        return (await chosen.CompleteAsync(host, draft, fills: request.Retry is null, cancellationToken), chosen.Model);
    }

    /// <summary>What is worth knowing about an answer: its model, its tokens, its time, and why it ended if it was cut off.</summary>
    private static string NoteOn(IReadOnlyList<Response> rounds, Model model)
    {
        var facts = new List<string> { model.Id };
        var usage = Usage.Sum(rounds);
        if (MessageView.Tokens(usage?.InputTokens, usage?.OutputTokens) is { } tokens) facts.Add(tokens);
        facts.Add(string.Create(CultureInfo.InvariantCulture, $"{rounds.Sum(round => round.Duration.TotalSeconds):0.0} s"));
        if (rounds[^1].FinishReason is { IsCutOff: true } reason) facts.Add($"cut off: {reason.Value}");
        return string.Join(" · ", facts);
    }

    private static Task<string> NoInput(CancellationToken cancellationToken) => Task.FromResult("");

    [LoggerMessage(Level = LogLevel.Error, Message = "A message of the page could not be answered.")]
    private static partial void LogFailure(ILogger logger, Exception error);
}
