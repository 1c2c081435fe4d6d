using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm;

/// <summary>Text of a message.</summary>
public sealed class TextPart(string text = "") : Part
{
    internal const string TypeName = "text";

    /// <summary>The text.</summary>
    public string Text { get; } = text;

    /// <inheritdoc/>
    public override string ToString() => Text;

    internal static TextPart Read(JsonObject json) => new(json.Text("text") ?? "");

    private protected override JsonObject Write() => new() { ["type"] = TypeName, ["text"] = Text };
}
