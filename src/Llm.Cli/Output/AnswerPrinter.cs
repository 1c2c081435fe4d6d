using System.Text;
using Llm.Cli.Output.Rendering;
using Llm.Prompting;

namespace Llm.Cli.Output;

/// <summary>Shows the answers to a prompt as they are received: text on stdout, and faint reasoning on stderr.</summary>
/// <param name="terminal">The terminal that shows them.</param>
/// <param name="showReasoning">Whether reasoning is shown.</param>
/// <param name="look">The look of text on a terminal.</param>
/// <param name="pick">Selects the part to show of answers that are not streamed; null shows nothing of them.</param>
internal sealed class AnswerPrinter(Terminal terminal, bool showReasoning, TerminalLook look, Func<string, string>? pick) : IAnswerSink
{
    private const string OtherInstructions =
        "Warning: the conversation keeps the instructions that it began with, so the new ones were left out.";

    /// <summary>Selects all of an answer.</summary>
    public static readonly Func<string, string> Everything = text => text;

    private readonly MarkdownRenderer? renderer = look.RendererFor(terminal);
    private readonly List<Response> whole = [];
    private readonly List<string> warnings = [];
    private readonly char[] characters = new char[1024];
    private readonly Action<ReadOnlySpan<char>> writeLater = terminal.WriteLater;
    private ProgressLine? progress;
    private char? last;
    private bool isFirstPiece;
    private bool hasStreamed;
    private bool inReasoning;

    /// <summary>
    /// Whether answers that are not streamed are shown event by event too, with their reasoning, as the Python tool does in chats.
    /// </summary>
    public bool ShowsAllEvents { get; init; }

    /// <summary>Shows a whole answer.</summary>
    public async Task ReceiveAsync(PendingResponse answer, CancellationToken cancellationToken)
    {
        isFirstPiece = true;
        var isShown = answer.Stream || ShowsAllEvents;
        progress = ProgressLine.Start(terminal, answer.Model.Id);
        try
        {
            using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await using var events = answer.StreamEventsAsync(reading.Token).GetAsyncEnumerator(reading.Token);
            while (await NextAsync(events, reading))
            {
                if (isShown) Show(events.Current);
            }

            terminal.Flush();
            StopProgress();
            hasStreamed |= isShown;
            var response = answer.Response!;
            Warn(answer.Prompt.LeavesInstructionsOut ? OtherInstructions : null);
            Warn(AnswerEnd.Warning(response));
            if (!isShown) whole.Add(response);
        }
        catch (Exception ex)
        {
            if (ex is not ClosedPipeException) terminal.Flush();
            StopProgress();
            if (inReasoning && renderer is not null) terminal.WriteErrorLine();
            // Text that is held back has been received too. After Ctrl-C, an empty answer still ends the line where the terminal shows ^C.
            renderer?.Finish(isWhole: ex is OperationCanceledException && !inReasoning);
            throw;
        }
    }

    /// <summary>Takes the next event; what was received is shown before anything is waited for.</summary>
    private ValueTask<bool> NextAsync(IAsyncEnumerator<StreamEvent> events, CancellationTokenSource reading)
    {
        var next = events.MoveNextAsync();
        return next.IsCompleted ? next : ShowAndWaitAsync(next, reading);
    }

    private async ValueTask<bool> ShowAndWaitAsync(ValueTask<bool> next, CancellationTokenSource reading)
    {
        try
        {
            terminal.Flush();
        }
        catch (ClosedPipeException)
        {
            // The events cannot be disposed while the next one is waited for.
            await reading.CancelAsync();
            await ((Task)next.AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        return await next;
    }

    /// <inheritdoc/>
    public void Note(string text) => Warn(text);

    /// <summary>
    /// Ends the line of the last answer, shows the answers that were not streamed, and warns about those that were cut off.
    /// </summary>
    public void Finish()
    {
        FinishText();
        if (warnings.Count > 0) terminal.EndLine();
        foreach (var warning in warnings) terminal.WriteErrorLine(warning, TextStyle.Note);
    }

    private void Warn(string? warning)
    {
        if (warning is not null && !warnings.Contains(warning)) warnings.Add(warning);
    }

    private void FinishText()
    {
        if (!hasStreamed && pick is null) return;
        if (!hasStreamed) WriteWhole();
        if (renderer is not null) renderer.Finish();
        else terminal.WriteLine();
    }

    /// <summary>Shows the answers that were not streamed.</summary>
    private void WriteWhole()
    {
        if (pick != Everything)
        {
            var text = new StringBuilder();
            foreach (var response in whole) text.Append(Chain.Separator(text.ToString(), response.Text)).Append(response.Text);
            Write(pick!(text.ToString()));
            return;
        }

        foreach (var response in whole)
        {
            isFirstPiece = true;
            foreach (var message in response.Messages)
            {
                foreach (var part in message.Parts)
                {
                    if (part is TextPart text) Write(text.ToEvent());
                }
            }
        }

        terminal.Flush();
    }

    private void Show(StreamEvent streamEvent)
    {
        switch (streamEvent)
        {
            case TextEvent text:
                StopProgress();
                if (inReasoning) terminal.WriteErrorLine();
                inReasoning = false;
                ShowText(text);
                break;
            case ReasoningEvent reasoning when showReasoning:
                StopProgress();
                inReasoning = true;
                terminal.Flush();
                terminal.WriteError(reasoning.Text, TextStyle.Dim);
                break;
        }
    }

    private void ShowText(TextEvent text)
    {
        // An answer after tool calls starts a new paragraph if it is rendered.
        if (isFirstPiece && text.Length > 0 && last is not null && renderer is not null)
        {
            renderer.Finish();
            isFirstPiece = false;
        }

        Write(text);
    }

    private void Write(TextEvent text)
    {
        if (text.Length == 0) return;
        if (isFirstPiece && last is { } before) Write(Chain.Separator(before.ToString(), text.Pieces().First()));
        isFirstPiece = false;
        if (renderer is null && !terminal.OutputIsTerminal)
        {
            text.Read(characters, writeLater);
            last = terminal.LastWritten;
            return;
        }

        foreach (var piece in text.Pieces())
        {
            Write(piece);
            last = piece[^1];
        }
    }

    private void Write(string text)
    {
        if (renderer is not null) renderer.Add(text);
        else terminal.Write(text);
    }

    private void StopProgress()
    {
        progress?.Dispose();
        progress = null;
    }
}
