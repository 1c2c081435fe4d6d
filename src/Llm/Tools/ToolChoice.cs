namespace Llm;

/// <summary>Whether a model may, must or must not call tools.</summary>
/// <remarks>Immutable; compared by value.</remarks>
public sealed record ToolChoice
{
    private ToolChoice(string mode, string? name = null) => (Mode, Name) = (mode, name);

    /// <summary>The model decides: <c>auto</c>.</summary>
    public static ToolChoice Auto { get; } = new("auto");

    /// <summary>The model must not call a tool: <c>none</c>.</summary>
    public static ToolChoice None { get; } = new("none");

    /// <summary>The model must call at least one tool: <c>required</c>.</summary>
    public static ToolChoice Required { get; } = new("required");

    /// <summary>The word of the choice: <c>auto</c>, <c>none</c>, <c>required</c>, or <c>function</c> if a tool is named.</summary>
    public string Mode { get; }

    /// <summary>The tool that the model must call; null if none is named.</summary>
    public string? Name { get; }

    /// <summary>The model must call the tool with this name.</summary>
    public static ToolChoice FromName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new("function", name);
    }

    /// <summary>
    /// Reads a choice as it is written on a command line: <c>auto</c>, <c>none</c>, <c>required</c> or the name of a tool.
    /// </summary>
    public static ToolChoice Parse(string text) => text switch
    {
        "auto" => Auto,
        "none" => None,
        "required" => Required,
        _ => FromName(text),
    };

    /// <inheritdoc/>
    public override string ToString() => Name ?? Mode;
}
