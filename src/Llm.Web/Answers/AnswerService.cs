using Llm.Prompting;
using Llm.Serving;
using Llm.Storage.Logs;

namespace Llm.Web.Answers;

/// <summary>Answers requests of all interfaces, by the same path as the command.</summary>
/// <param name="host">The models, tools and templates.</param>
/// <param name="log">The log.</param>
/// <param name="settings">The settings of the server.</param>
/// <param name="limit">How many answers a client gets at a time.</param>
/// <param name="lifetime">Says when the server stops.</param>
/// <param name="logger">Receives failures that are bugs.</param>
/// <remarks>Thread-safe.</remarks>
internal sealed partial class AnswerService(
    LlmHost host, LogStore log, ServeSettings settings, AnswerLimit limit, IHostApplicationLifetime lifetime, ILogger<AnswerService> logger)
{
    /// <summary>What a call of the client's tools does here: the client runs it, and sends its result with the next request.</summary>
    private static readonly ToolFunction LeftToClient = (_, _) => throw new PauseChainException("The client runs this tool.");

    /// <summary>Answers a request, whole or streamed, or with an error in the form of its interface.</summary>
    public async Task AnswerAsync(HttpContext context, ServedRequest request, IAnswerFormat format)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        AnswerSink? sink = null;
        try
        {
            using var turn = await limit.EnterAsync(context, stop.Token);
            request = AnswerHeaders.Read(context.Request, request);
            var model = request.Model ?? settings.Model ?? host.GetModel().Id;
            sink = request.Streams ? new AnswerSink(context, format, model) : null;
            await AnswerAsync(context, request, model, format, sink, stop.Token);
        }
        catch (Exception ex) when (ex is not OutOfMemoryException)
        {
            // Nobody is there to read an error.
            if (context.RequestAborted.IsCancellationRequested) return;
            var error = ServedError.From(ex);
            if (error.Kind == ServedErrorKind.Failure) LogFailure(logger, ex);
            if (sink?.Stream is null) await ErrorWriter.WriteAsync(context, error);
            else await sink.FailAsync(error, CancellationToken.None);
        }
        finally
        {
            sink?.Dispose();
        }
    }

    private async Task AnswerAsync(
        HttpContext context, ServedRequest request, string name, IAnswerFormat format, AnswerSink? sink,
        CancellationToken cancellationToken)
    {
        var start = await StartOfAsync(request, cancellationToken);
        var (draft, model) = await DraftOfAsync(request, name, start, cancellationToken);
        var options = await draft.ResolveAsync(new FragmentResolver(host.Web, log, () => host.FragmentLoaders, NoInput), cancellationToken);
        await using var own = await PromptTools.SelectAsync(
            host, draft, model, start,
            () => new ChainOptions { Limit = settings.ChainLimit, ToolTimeout = host.Settings.Get(Setting.ToolTimeout) },
            (_, _) => Task.FromResult<IReadOnlyList<Tool>>([]), cancellationToken);
        // Only a chain runs tools, and it must stop at those of the client.
        var clients = own.Chain is null ? request.Tools : [.. request.Tools.Select(tool => tool with { Implementation = LeftToClient })];
        options = options with { Tools = [.. own.Tools.Where(tool => request.Tools.All(other => other.Name != tool.Name)), .. clients] };
        var conversation = request.Conversation is { } id && start == ConversationStart.New
            ? new Conversation(model, id) { KeepsInstructions = true }
            : start.Begin(model, hasTools: own.Chain is not null, answersCalls: options.ToolResults.Count > 0);
        var run = new PromptRun(settings.Logs && !request.LeavesNoLog ? log : null, sink);
        try
        {
            await run.AskAsync(conversation, draft.Text, options with { Stream = request.Streams }, own.Chain, cancellationToken);
        }
        catch (PauseChainException)
        {
            // The last answer calls a tool of the client's.
        }

        var rounds = run.Responses;
        var result = AnswerResult.Of(rounds, tool => request.Tools.Any(offered => offered.Name == tool));
        if (sink is not null)
        {
            await sink.EndAsync(result, cancellationToken);
            return;
        }

        var answer = new ServedAnswer(rounds[0].Id, name, conversation.Id, rounds[0].StartedAt ?? DateTimeOffset.UnixEpoch);
        AnswerHeaders.Write(context.Response, answer);
        await JsonOutput.WriteAsync(context.Response, format.Whole(answer, result), cancellationToken);
    }

    /// <summary>The template, if the name is that of one, with the request's messages and settings.</summary>
    private async Task<(PromptDraft Draft, Model Model)> DraftOfAsync(
        ServedRequest request, string name, ConversationStart start, CancellationToken cancellationToken)
    {
        var chosen = await ChosenModel.FindAsync(host, settings, name, cancellationToken);
        var model = chosen.Model;
        var messages = new List<Message>(request.Messages);
        var (text, options) = MessagesTurn.Read(model, messages);
        if (start != ConversationStart.New) (text, options) = Following(text, options, messages);
        var draft = new PromptDraft
        {
            Text = text,
            ModelId = model.Id,
            Options = options with
            {
                Options = ModelSettings.For(model, request.Settings),
                Schema = request.Schema,
                SchemaName = request.SchemaName,
                SchemaDescription = request.SchemaDescription,
                ToolChoice = request.ToolChoice,
                // Most clients ask for what most models do anyway.
                ParallelToolCalls = model.SupportsToolChoice ? request.ParallelToolCalls : null,
            },
            Tools = settings.Tools,
        };
        return (await chosen.CompleteAsync(host, draft, fills: true, cancellationToken), model);
    }

    private async Task<ConversationStart> StartOfAsync(ServedRequest request, CancellationToken cancellationToken)
    {
        if (request.PreviousTurn is not { } turn) return ConversationStart.New;
        return await ConversationStart.FollowAsync(log, turn, cancellationToken);
    }

    /// <summary>The input that follows a logged turn: what went before it is in the log, not in the request.</summary>
    /// <param name="text">The text of the last message.</param>
    /// <param name="options">What goes with it.</param>
    /// <param name="before">The messages before the last one.</param>
    private static (string? Text, PromptOptions Options) Following(string? text, PromptOptions options, List<Message> before)
    {
        string?[] texts = [.. before.Where(message => message.Role == Message.UserRole).Select(message => message.Text), text];
        var results = before.SelectMany(message => message.Parts).OfType<ToolResultPart>();
        return (string.Join("\n\n", texts.Where(said => !string.IsNullOrEmpty(said))), options with
        {
            Messages = null,
            ToolResults =
            [
                .. results.Select(result =>
                    new ToolResult(result.Name, result.Output, result.ToolCallId) { Attachments = result.Attachments }),
            ],
        });
    }

    private static Task<string> NoInput(CancellationToken cancellationToken) => Task.FromResult("");

    [LoggerMessage(Level = LogLevel.Error, Message = "A request failed.")]
    private static partial void LogFailure(ILogger logger, Exception error);
}
