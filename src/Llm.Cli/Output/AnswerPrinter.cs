namespace Llm.Cli.Output;

/// <summary>Shows an answer as it comes: text on stdout, reasoning faintly on stderr.</summary>
internal sealed class AnswerPrinter(Terminal terminal, bool showReasoning)
{
    private bool inReasoning;

    public void Show(StreamEvent streamEvent)
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
