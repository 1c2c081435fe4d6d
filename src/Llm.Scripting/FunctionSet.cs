namespace Llm;

/// <summary>Functions given as text, ready to be called; dispose it at the end of the conversation.</summary>
public sealed class FunctionSet : IAsyncDisposable
{
    private readonly IAsyncDisposable running;

    internal FunctionSet(FunctionLanguage language, IReadOnlyList<Tool> tools, IAsyncDisposable running) =>
        (Language, Tools, this.running) = (language, tools, running);

    /// <summary>The language of the text.</summary>
    public FunctionLanguage Language { get; }

    /// <summary>The functions in the order of the text.</summary>
    /// <remarks>They may be called by several threads. Python runs plain functions one after the other, async ones side by side.</remarks>
    public IReadOnlyList<Tool> Tools { get; }

    /// <summary>Ends Python: calls that still run fail. Compiled code goes when nothing refers to it any more.</summary>
    public ValueTask DisposeAsync() => running.DisposeAsync();
}
