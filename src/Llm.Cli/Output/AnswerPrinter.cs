using Llm.Cli.Output.Rendering;

namespace Llm.Cli.Output;

/// <summary>Shows an answer as it comes: text on stdout, reasoning faintly on stderr.</summary>
internal sealed class AnswerPrinter(Terminal terminal, bool showReasoning, TerminalLook look)
{
    private readonly MarkdownRenderer? renderer = look.RendererFor(terminal);
    private ProgressLine? progress;
    private bool inReasoning;

    /// <summary>Shows an answer to its end, and the end of its line.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="pick">What is shown of an answer that comes in one piece; null shows nothing of it.</param>
    /// <param name="cancellationToken">Stops the answer.</param>
    public async Task ShowAsync(Response response, Func<string, string>? pick, CancellationToken cancellationToken)
    {
        progress = ProgressLine.Start(terminal, response.Model.Id);
        try
        {
            await foreach (var streamEvent in response.StreamEventsAsync(cancellationToken))
            {
                if (response.Stream) Show(streamEvent);
            }

            StopProgress();
            if (!response.Stream && pick is not null) Write(pick(response.Text));
            if (response.Stream || pick is not null) EndLine();
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

    private void Show(StreamEvent streamEvent)
    {
        switch (streamEvent.Type)
        {
            case StreamEventType.Text:
                StopProgress();
                if (inReasoning) terminal.WriteErrorLine();
                inReasoning = false;
                Write(streamEvent.Chunk);
                break;
            case StreamEventType.Reasoning when showReasoning:
                StopProgress();
                inReasoning = true;
                terminal.WriteError(streamEvent.Chunk, TextStyle.Dim);
                break;
        }
    }

    private void Write(string text)
    {
        if (renderer is not null) renderer.Add(text);
        else terminal.Write(text);
    }

    private void EndLine()
    {
        if (renderer is not null) renderer.Finish();
        else terminal.WriteLine();
    }

    private void StopProgress()
    {
        progress?.Dispose();
        progress = null;
    }
}
