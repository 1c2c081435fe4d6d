using System.Text.Json.Nodes;

namespace Llm.Packages;

/// <summary>A value that a <see cref="CredentialField"/> can have. Immutable.</summary>
public sealed class CredentialOption
{
    internal CredentialOption(PackageValue value)
    {
        Label = value["label"].RequiredLocalized();
        if (value["value"].IsNull) value["value"].Expect("a text");
        Value = value["value"].Text() ?? "";
        ShowOn = ShowCondition.ReadAll(value["show_on"]);
    }

    /// <summary>The name for people.</summary>
    public LocalizedText Label { get; }

    /// <summary>The value.</summary>
    public string Value { get; }

    /// <summary>The conditions, of which one must hold for the value to be offered; none if it always is.</summary>
    public IReadOnlyList<ShowCondition> ShowOn { get; }

    internal JsonObject ToJson() =>
        new() { ["label"] = Label.ToJson(), ["show_on"] = ShowCondition.ToJson(ShowOn), ["value"] = Value };
}
