using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm;

/// <summary>What a tool returns: text for the model and, if there are any, attachments.</summary>
/// <param name="Text">The text.</param>
/// <param name="Attachments">Images and other things that go to the model with the result.</param>
public sealed record ToolOutput(string Text, IReadOnlyList<Attachment> Attachments)
{
    /// <summary>An output of text alone.</summary>
    public ToolOutput(string text)
        : this(text, [])
    {
    }

    /// <summary>An output of JSON, written as the Python tool writes it.</summary>
    public static ToolOutput FromJson(JsonNode? value, params IReadOnlyList<Attachment> attachments) =>
        new(PythonJson.Spaced(value), attachments);

    /// <summary>Text is an output.</summary>
    public static implicit operator ToolOutput(string text) => new(text);

    /// <summary>The output that <paramref name="text"/> becomes.</summary>
    public static ToolOutput FromString(string text) => text;
}
