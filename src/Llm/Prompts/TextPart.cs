using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm;

/// <summary>Text of a message.</summary>
public sealed class TextPart : Part
{
    internal const string TypeName = "text";

    private readonly object text;

    /// <summary>Creates a part of a text.</summary>
    public TextPart(string text = "") => this.text = text;

    internal TextPart(Utf8Text text) => this.text = text;

    /// <summary>The text.</summary>
    public string Text => text.ToString()!;

    /// <summary>The text as long as nobody has asked for the string; null for all but large ones.</summary>
    internal Utf8Text? Utf8 => text is Utf8Text { IsString: false } large ? large : null;

    /// <summary>Whether there is no text.</summary>
    internal bool IsEmpty => text is string { Length: 0 };

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>Creates an event of the whole text.</summary>
    internal TextEvent ToEvent(int? index = null, int message = 0) => Utf8?.ToEvent(index, message, ProviderMetadata)
        ?? new TextEvent(Text) { PartIndex = index, MessageIndex = message, ProviderMetadata = ProviderMetadata };

    internal static TextPart Read(JsonObject json) => new(json.Text("text") ?? "");

    private protected override JsonObject Write() => new() { ["type"] = TypeName, ["text"] = Text };
}
