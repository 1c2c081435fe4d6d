using System.Runtime.CompilerServices;
using System.Text;

namespace Llm;

/// <summary>A prompt whose tool calls are run and answered until the model has no more of them.</summary>
/// <remarks>Nothing is sent before the chain is read. It can be read once, by one reader; its conversation holds every answer.</remarks>
public sealed class Chain : IAsyncEnumerable<string>
{
    private readonly Conversation conversation;
    private readonly string? text;
    private readonly PromptOptions options;
    private readonly ChainOptions chainOptions;
    private readonly List<Response> responses = [];
    private bool begun;

    internal Chain(Conversation conversation, string? text, PromptOptions? options, ChainOptions? chainOptions)
    {
        this.conversation = conversation;
        this.text = text;
        this.options = options ?? new PromptOptions();
        this.chainOptions = chainOptions ?? new ChainOptions();
    }

    /// <summary>The answers so far, oldest first.</summary>
    public IReadOnlyList<Response> Responses => responses;

    /// <summary>The tokens of all answers so far; null if no provider reported any.</summary>
    public Usage? Usage
    {
        get
        {
            Usage? total = null;
            foreach (var response in responses)
            {
                if (response is { IsComplete: true, Usage: { } usage }) total = total?.Add(usage) ?? usage;
            }

            return total;
        }
    }

    /// <summary>The text between two answers that would otherwise run into each other: a space, or nothing.</summary>
    public static string Separator(string before, string after) =>
        before.Length > 0 && after.Length > 0 && !char.IsWhiteSpace(before[^1]) && !char.IsWhiteSpace(after[0]) ? " " : "";

    /// <summary>
    /// The answers as they begin; each is complete when the next one begins. Leaving the loop stops the answer that is under way.
    /// </summary>
    /// <exception cref="LlmException">
    /// The model asks for tools in the last answer that the limit allows, a request or a callback failed, or a tool paused
    /// (<see cref="PauseChainException"/>). The earlier answers are complete.
    /// </exception>
    /// <exception cref="InvalidOperationException">The chain was read before.</exception>
    public async IAsyncEnumerable<Response> ResponsesAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (begun) throw new InvalidOperationException("A chain can be read once: keep its answers, or start another chain.");
        begun = true;
        var tools = await ToolsAsync(cancellationToken);
        var executor = new ToolExecutor(tools, chainOptions);
        var next = options with { Tools = tools, Toolboxes = [] };
        var pending = tools.Count > 0 && chainOptions.RunsPendingCalls ? PendingCalls.In(options.Messages ?? conversation.Messages) : [];
        if (pending.Count > 0) next = Answered(next, await RunAsync(executor, pending, cancellationToken));
        var response = conversation.PromptAsync(text, next);
        while (true)
        {
            responses.Add(response);
            try
            {
                yield return response;
                await response.CompleteAsync(cancellationToken);
            }
            finally
            {
                // A reader that leaves in the middle of an answer does not need the rest.
                if (response is { StartedAt: not null, IsComplete: false }) await response.DisposeAsync();
            }

            if (response.ToolCalls is not { Count: > 0 } calls) yield break;
            if (chainOptions.Limit > 0 && responses.Count >= chainOptions.Limit)
                throw new LlmException($"Chain limit of {chainOptions.Limit} exceeded.");
            var results = await RunAsync(executor, calls, cancellationToken);
            // The instructions and fragments were sent and stay in force; the texts of this turn are its results.
            var follow = options with
            {
                Tools = tools,
                Toolboxes = [],
                Messages = null,
                Fragments = [],
                Attachments = [],
                ToolResults = [],
            };
            if (options.Messages is not null) follow = follow with { Messages = [.. response.Prompt.Messages, .. response.Messages] };
            response = conversation.PromptAsync(null, Answered(follow, results));
        }
    }

    /// <summary>Streams the text of all answers. Leaving before the end stops the request that is under way.</summary>
    public async IAsyncEnumerator<string> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        var last = "";
        await foreach (var response in ResponsesAsync(cancellationToken))
        {
            var isFirst = true;
            await foreach (var piece in response.WithCancellation(cancellationToken))
            {
                if (isFirst && Separator(last, piece) is { Length: > 0 } separator) yield return separator;
                isFirst = false;
                yield return last = piece;
            }
        }
    }

    /// <summary>Runs the chain to its end and returns the text of all answers.</summary>
    public async Task<string> GetTextAsync(CancellationToken cancellationToken = default)
    {
        var all = new StringBuilder();
        await foreach (var piece in this.WithCancellation(cancellationToken)) all.Append(piece);
        return all.ToString();
    }

    /// <summary>Runs one round of calls; calls that ended before a pause are not run again after it.</summary>
    private async Task<IReadOnlyList<ToolResult>> RunAsync(
        ToolExecutor executor, IReadOnlyList<ToolCall> calls, CancellationToken cancellationToken)
    {
        try
        {
            return await executor.RunAsync(calls, cancellationToken);
        }
        catch (PauseChainException ex)
        {
            if (ex.ToolResults.Count > 0 || conversation.Messages is not [.., { Role: Message.ToolRole }])
                conversation.Answer(ex.ToolResults);
            throw;
        }
    }

    /// <summary>The tools of the turn, those of toolboxes after they were prepared.</summary>
    private async Task<IReadOnlyList<Tool>> ToolsAsync(CancellationToken cancellationToken)
    {
        var chosen = options.Over(conversation.Defaults ?? new PromptOptions(), isFirstTurn: false);
        var tools = new List<Tool>(chosen.Tools);
        foreach (var toolbox in chosen.Toolboxes) tools.AddRange(await toolbox.GetToolsAsync(cancellationToken));
        return tools;
    }

    /// <summary>
    /// Sends attachments of tools as a message of the user, as the Python tool sends and logs them. A note in the result names those that
    /// the model does not take.
    /// </summary>
    private PromptOptions Answered(PromptOptions options, IReadOnlyList<ToolResult> results)
    {
        var sent = new List<Attachment>();
        var told = new List<ToolResult>();
        foreach (var result in results)
        {
            var refused = result.Attachments.Where(attachment => !Prompt.Takes(conversation.Model, attachment)).ToList();
            sent.AddRange(result.Attachments.Except(refused));
            var notes = refused.Select(attachment =>
                $"\n(An attachment of type {attachment.LocalType() ?? "unknown"} was left out: this model does not take it.)");
            told.Add(result with { Output = result.Output + string.Concat(notes), Attachments = [] });
        }

        return options with { ToolResults = told, Attachments = [.. sent, .. options.Attachments] };
    }
}
