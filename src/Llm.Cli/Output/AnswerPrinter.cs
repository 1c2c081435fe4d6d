namespace Llm.Cli.Output;

/// <summary>Shows an answer as it comes: text on stdout, reasoning faintly on stderr.</summary>
internal sealed class AnswerPrinter(Terminal terminal, bool showReasoning)
{
    private bool inReasoning;

    /// <summary>Shows an answer to its end, and the end of its line.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="pick">What is shown of an answer that comes in one piece; null shows nothing of it.</param>
    /// <param name="cancellationToken">Stops the answer.</param>
    public async Task ShowAsync(Response response, Func<string, string>? pick, CancellationToken cancellationToken)
    {
        await foreach (var streamEvent in response.StreamEventsAsync(cancellationToken))
        {
            if (response.Stream) Show(streamEvent);
        }

        if (response.Stream) terminal.WriteLine();
        else if (pick is not null) terminal.WriteLine(pick(response.Text));
    }

    private void Show(StreamEvent streamEvent)
    {
        switch (streamEvent.Type)
        {
            case StreamEventType.Text:
                if (inReasoning) terminal.WriteErrorLine();
                inReasoning = false;
                terminal.Write(streamEvent.Chunk);
                break;
            case StreamEventType.Reasoning when showReasoning:
                inReasoning = true;
                terminal.WriteError(streamEvent.Chunk, TextStyle.Dim);
                break;
        }
    }
}
