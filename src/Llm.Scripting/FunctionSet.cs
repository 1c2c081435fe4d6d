namespace Llm;

/// <summary>Functions given as text that can be called; dispose it at the end of the conversation.</summary>
public sealed class FunctionSet : IAsyncDisposable
{
    private readonly IAsyncDisposable running;

    internal FunctionSet(FunctionLanguage language, IReadOnlyList<Tool> tools, IAsyncDisposable running) =>
        (Language, Tools, this.running) = (language, tools, running);

    /// <summary>The language of the text.</summary>
    public FunctionLanguage Language { get; }

    /// <summary>The functions in the order of the text.</summary>
    /// <remarks>They may be called by several threads. Python runs plain functions one by one and async ones concurrently.</remarks>
    public IReadOnlyList<Tool> Tools { get; }

    /// <summary>Ends Python, which makes running calls fail. Compiled code is unloaded when nothing refers to it.</summary>
    public ValueTask DisposeAsync() => running.DisposeAsync();
}
