using System.Diagnostics;
using System.Text;
using Llm.Prompting;

namespace Llm.Web.Page;

/// <summary>Shows an answer in the page while it arrives, with the calls of tools between its rounds.</summary>
/// <param name="output">Where it is written.</param>
/// <param name="approvals">The calls that wait for a decision.</param>
internal sealed class PageSink(PageOutput output, Approvals approvals) : IAnswerSink
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(80);

    /// <summary>Rendering takes at most this part of the time, so that a long answer does not slow down as it grows.</summary>
    private const int WaitPerRendering = 20;

    private readonly Dictionary<ToolCall, int> calls = new(ReferenceEqualityComparer.Instance);
    private int parts;

    /// <inheritdoc/>
    public async Task ReceiveAsync(PendingResponse answer, CancellationToken cancellationToken)
    {
        if (!output.HasBegun) await output.BeginAsync(answer.ConversationId, answer.Prompt.Messages.Count, cancellationToken);
        await using var events = answer.StreamEventsAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        var text = new GrowingText(output);
        var reasoning = -1;
        while (await NextAsync(events, text, cancellationToken))
        {
            switch (events.Current)
            {
                case TextEvent { Length: > 0 } piece:
                    reasoning = -1;
                    text.Add(piece.Text, text.IsOpen ? 0 : parts++);
                    break;
                case ReasoningEvent { Text.Length: > 0 } thought:
                    await text.CloseAsync(cancellationToken);
                    if (reasoning < 0) reasoning = parts++;
                    await output.ReasonAsync(reasoning, thought.Text, cancellationToken);
                    break;
                case AttachmentEvent { Attachment: { } made }:
                    await text.CloseAsync(cancellationToken);
                    reasoning = -1;
                    await output.SetPartAsync(parts++, AttachmentView.Whole([made]), cancellationToken);
                    break;
            }
        }

        await text.CloseAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Finish()
    {
    }

    /// <summary>Shows a call that the model made.</summary>
    public Task CallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        calls[call] = parts++;
        return output.SetPartAsync(calls[call], CallView.Running(call), cancellationToken);
    }

    /// <summary>Lets a call run, after the user approved it if its tool needs that.</summary>
    public async Task<bool> ApproveAsync(Tool tool, ToolCall call, CancellationToken cancellationToken)
    {
        if (!tool.RequiresApproval) return true;
        var id = approvals.Add();
        await output.SetPartAsync(calls[call], CallView.Waiting(call, id), cancellationToken);
        var approved = await approvals.WaitAsync(id, cancellationToken);
        await output.SetPartAsync(calls[call], approved ? CallView.Running(call) : CallView.Declined(call), cancellationToken);
        return approved;
    }

    /// <summary>Shows the result of a call.</summary>
    public Task ResultAsync(ToolCall call, ToolResult result, CancellationToken cancellationToken) =>
        output.SetPartAsync(calls[call], CallView.Done(call, result), cancellationToken);

    /// <summary>Waits for an event; text that is due is shown meanwhile.</summary>
    private static async Task<bool> NextAsync(IAsyncEnumerator<StreamEvent> events, GrowingText text, CancellationToken cancellationToken)
    {
        var next = events.MoveNextAsync().AsTask();
        while (text.Due is { } due)
        {
            if (due > TimeSpan.Zero)
            {
                if (next.IsCompleted) break;
                // The model stops by itself when the token is cancelled, and must have stopped before its events are disposed of.
                await Task.WhenAny(next, Task.Delay(due, CancellationToken.None));
                if (next.IsCompleted) break;
            }

            try
            {
                await text.ShowAsync(cancellationToken);
            }
            catch when (!next.IsCompleted)
            {
                await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw;
            }
        }

        return await next;
    }

    /// <summary>A part of Markdown that grows; what changed of it is shown from time to time.</summary>
    private sealed class GrowingText(PageOutput output)
    {
        private readonly StringBuilder text = new();
        private List<string> shown = [];
        private TimeSpan wait = ShortestWait;
        private long shownAt;
        private bool hasChanged;
        private int part;

        /// <summary>Whether pieces are added to it.</summary>
        public bool IsOpen => text.Length > 0;

        /// <summary>How long to wait before the text is shown; null if nothing has changed.</summary>
        public TimeSpan? Due => hasChanged ? wait - Stopwatch.GetElapsedTime(shownAt) : null;

        /// <summary>Adds a piece.</summary>
        /// <param name="piece">The piece.</param>
        /// <param name="number">The number of the part, if the piece is its first.</param>
        public void Add(string piece, int number)
        {
            if (!IsOpen) (part, shownAt) = (number, 0);
            text.Append(piece);
            hasChanged = true;
        }

        /// <summary>Sends the blocks that changed.</summary>
        public async Task ShowAsync(CancellationToken cancellationToken)
        {
            hasChanged = false;
            var begun = Stopwatch.GetTimestamp();
            var blocks = MarkdownBlocks.Render(text.ToString());
            var rendered = blocks.Select(block => block.ToString()).ToList();
            var same = 0;
            while (same < rendered.Count && same < shown.Count && rendered[same] == shown[same]) same++;
            if (same < rendered.Count || same < shown.Count) await output.SetBlocksAsync(part, same, blocks.Skip(same), cancellationToken);
            shown = rendered;
            shownAt = Stopwatch.GetTimestamp();
            var needed = Stopwatch.GetElapsedTime(begun) * WaitPerRendering;
            wait = needed > ShortestWait ? needed : ShortestWait;
        }

        /// <summary>Shows the rest; what is added afterwards is another part.</summary>
        public async Task CloseAsync(CancellationToken cancellationToken)
        {
            if (hasChanged) await ShowAsync(cancellationToken);
            text.Clear();
            shown = [];
        }
    }
}
