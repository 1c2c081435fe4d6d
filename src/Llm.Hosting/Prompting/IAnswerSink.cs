namespace Llm.Prompting;

/// <summary>Takes the answers of a <see cref="PromptRun"/> as they come, to show them or to pass them on.</summary>
public interface IAnswerSink
{
    /// <summary>Reads one answer to its end.</summary>
    /// <remarks>An exception ends the run; what came of the answer until then is logged.</remarks>
    Task ReceiveAsync(Response response, CancellationToken cancellationToken);

    /// <summary>Ends the output: after the last answer, or after a whole one that could not be logged.</summary>
    void Finish();
}
