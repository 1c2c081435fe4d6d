using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm;

/// <summary>The reasoning of a model before its answer.</summary>
public sealed class ReasoningPart(string text = "") : Part
{
    internal const string TypeName = "reasoning";

    /// <summary>The reasoning text or its summary; empty if the provider withholds it.</summary>
    public string Text { get; } = text;

    /// <summary>Whether the model reasoned and the provider withholds the text.</summary>
    public bool Redacted { get; init; }

    internal static ReasoningPart Read(JsonObject json) => new(json.Text("text") ?? "") { Redacted = json.Flag("redacted") };

    private protected override JsonObject Write()
    {
        var json = new JsonObject { ["type"] = TypeName, ["text"] = Text };
        if (Redacted) json["redacted"] = true;
        return json;
    }
}
