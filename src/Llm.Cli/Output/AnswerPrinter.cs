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

    /// <summary>The number of characters of an answer from which its pieces are freed before it is logged.</summary>
    private const int LargeAnswer = 4 * 1024 * 1024;

    private readonly MarkdownRenderer? renderer = look.RendererFor(terminal);
    private readonly StringBuilder whole = new();
    private readonly List<string> warnings = [];
    private ProgressLine? progress;
    private string last = "";
    private long received;
    private bool isFirstPiece;
    private bool hasStreamed;
    private bool inReasoning;

    /// <summary>Shows a whole answer.</summary>
    public async Task ReceiveAsync(PendingResponse answer, CancellationToken cancellationToken)
    {
        isFirstPiece = true;
        received = 0;
        progress = ProgressLine.Start(terminal, answer.Model.Id);
        try
        {
            await foreach (var streamEvent in answer.StreamEventsAsync(cancellationToken))
            {
                received += (streamEvent as TextEvent)?.Text.Length ?? 0;
                if (answer.Stream) Show(streamEvent);
            }

            StopProgress();
            hasStreamed |= answer.Stream;
            var response = answer.Response!;
            if (received > LargeAnswer) await FreeReceivedAsync(cancellationToken);
            Warn(answer.Prompt.LeavesInstructionsOut ? OtherInstructions : null);
            Warn(AnswerEnd.Warning(response));
            if (!answer.Stream) whole.Append(Chain.Separator(whole.ToString(), response.Text)).Append(response.Text);
        }
        catch (Exception ex)
        {
            StopProgress();
            if (inReasoning && renderer is not null) terminal.WriteErrorLine();
            // Text that is held back has been received too. After Ctrl-C, an empty answer still ends the line where the terminal shows ^C.
            renderer?.Finish(isWhole: ex is OperationCanceledException && !inReasoning);
            throw;
        }
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
        if (!hasStreamed) Write(pick!(whole.ToString()));
        if (renderer is not null) renderer.Finish();
        else terminal.WriteLine();
    }

    private void Show(StreamEvent streamEvent)
    {
        switch (streamEvent)
        {
            case TextEvent text:
                StopProgress();
                if (inReasoning) terminal.WriteErrorLine();
                inReasoning = false;
                ShowText(text.Text);
                break;
            case ReasoningEvent reasoning when showReasoning:
                StopProgress();
                inReasoning = true;
                terminal.WriteError(reasoning.Text, TextStyle.Dim);
                break;
        }
    }

    /// <summary>Frees the pieces of a large answer, because the database needs as much memory again.</summary>
    private static async Task FreeReceivedAsync(CancellationToken cancellationToken)
    {
        // The thread that received the last piece refers to them until it has returned from here.
        await Task.Delay(TimeSpan.FromMilliseconds(10), cancellationToken);
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
    }

    private void ShowText(string text)
    {
        if (text.Length == 0) return;
        if (isFirstPiece && last.Length > 0)
        {
            // An answer after tool calls starts a new paragraph if it is rendered.
            if (renderer is not null) renderer.Finish();
            else Write(Chain.Separator(last, text));
        }

        isFirstPiece = false;
        Write(last = text);
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
