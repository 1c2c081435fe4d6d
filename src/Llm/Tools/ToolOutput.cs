using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm;

/// <summary>The output of a tool: text for the model, and attachments if there are any.</summary>
/// <param name="Text">The text.</param>
/// <param name="Attachments">Images and other files that are sent to the model with the text.</param>
public sealed record ToolOutput(string Text, IReadOnlyList<Attachment> Attachments)
{
    /// <summary>Creates an output that is only text.</summary>
    public ToolOutput(string text)
        : this(text, [])
    {
    }

    /// <summary>Creates an output from JSON, written as the Python tool writes it.</summary>
    public static ToolOutput FromJson(JsonNode? value, params IReadOnlyList<Attachment> attachments) =>
        new(PythonJson.Spaced(value), attachments);

    /// <summary>Converts text to an output.</summary>
    public static implicit operator ToolOutput(string text) => new(text);

    /// <summary>Creates an output that is only text.</summary>
    public static ToolOutput FromString(string text) => text;
}
