namespace Llm.Prompting;

/// <summary>Receives the answers of a <see cref="PromptRun"/> as they arrive, to show them or to pass them on.</summary>
public interface IAnswerSink
{
    /// <summary>Reads one answer to the end.</summary>
    /// <remarks>An exception ends the run; the part of the answer that was received is logged.</remarks>
    Task ReceiveAsync(Response response, CancellationToken cancellationToken);

    /// <summary>Ends the output. It is called after the last answer, or after a complete answer that could not be logged.</summary>
    void Finish();
}
