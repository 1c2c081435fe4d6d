using System.Text;
using Llm.Cli.Output.Rendering;
using Llm.Prompting;

namespace Llm.Cli.Output;

/// <summary>Shows the answers of one prompt as they come: text on stdout, reasoning faintly on stderr.</summary>
/// <param name="terminal">Where they are shown.</param>
/// <param name="showReasoning">Whether reasoning is shown.</param>
/// <param name="look">How text looks on a terminal.</param>
/// <param name="pick">What is shown of answers that come in one piece; null shows nothing of them.</param>
internal sealed class AnswerPrinter(Terminal terminal, bool showReasoning, TerminalLook look, Func<string, string>? pick) : IAnswerSink
{
    private readonly MarkdownRenderer? renderer = look.RendererFor(terminal);
    private readonly StringBuilder whole = new();
    private readonly List<string> warnings = [];
    private ProgressLine? progress;
    private string last = "";
    private bool isFirstPiece;
    private bool hasStreamed;
    private bool inReasoning;

    /// <summary>Shows an answer to its end.</summary>
    public async Task ReceiveAsync(Response response, CancellationToken cancellationToken)
    {
        isFirstPiece = true;
        progress = ProgressLine.Start(terminal, response.Model.Id);
        try
        {
            await foreach (var streamEvent in response.StreamEventsAsync(cancellationToken))
            {
                if (response.Stream) Show(streamEvent);
            }

            StopProgress();
            hasStreamed |= response.Stream;
            if (AnswerEnd.Warning(response) is { } warning && !warnings.Contains(warning)) warnings.Add(warning);
            if (!response.Stream) whole.Append(Chain.Separator(whole.ToString(), response.Text)).Append(response.Text);
        }
        catch (Exception ex)
        {
            StopProgress();
            if (inReasoning && renderer is not null) terminal.WriteErrorLine();
            // What is held back came too. Where nothing came, the terminal's own ^C has a line to be ended.
            renderer?.Finish(isWhole: ex is OperationCanceledException && !inReasoning);
            throw;
        }
    }

    /// <summary>Ends the line of the last answer, shows those that came in one piece, and warns about those that were cut off.</summary>
    public void Finish()
    {
        FinishText();
        foreach (var warning in warnings) terminal.WriteErrorLine(warning, TextStyle.Note);
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
        switch (streamEvent.Type)
        {
            case StreamEventType.Text:
                StopProgress();
                if (inReasoning) terminal.WriteErrorLine();
                inReasoning = false;
                ShowText(streamEvent.Chunk);
                break;
            case StreamEventType.Reasoning when showReasoning:
                StopProgress();
                inReasoning = true;
                terminal.WriteError(streamEvent.Chunk, TextStyle.Dim);
                break;
        }
    }

    private void ShowText(string text)
    {
        if (text.Length == 0) return;
        if (isFirstPiece && last.Length > 0)
        {
            // An answer after tools have run: a paragraph of its own where it is laid out.
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
