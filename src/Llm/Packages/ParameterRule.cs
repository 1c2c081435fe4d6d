using System.Text.Json.Nodes;

namespace Llm.Packages;

/// <summary>A parameter that a model of a package takes. Immutable.</summary>
public sealed class ParameterRule
{
    private static readonly string[] Types = ["float", "int", "string", "boolean", "text"];

    private readonly JsonNode? fallback;

    internal ParameterRule(PackageValue value)
    {
        Template = value["use_template"].Text();
        var template = Template is null ? null : ParameterTemplates.Find(Template);
        if (Template is not null && template is null)
            value["use_template"].Warn($"there is no template {Template}; it is one of {ParameterTemplates.List}");
        // A rule that has the key replaces what the template says, even with nothing.
        PackageValue Own(string key) =>
            value.With(key, value.Node is JsonObject own && own.TryGetPropertyValue(key, out var node) ? node : template?[key]);

        Name = value["name"].RequiredText("temperature");
        Label = Own("label").Localized() ?? LocalizedText.Same(Name);
        if (Own("type").IsNull) value["type"].Expect($"one of {string.Join(", ", Types)}");
        Type = Own("type").OneOf(Types) ?? "string";
        Help = Own("help").Localized();
        IsRequired = Own("required").Flag(false);
        fallback = Own("default").Node?.DeepClone();
        if (fallback is not (null or JsonValue)) Own("default").Expect("a number, a text, true or false");
        Minimum = Own("min").Number();
        Maximum = Own("max").Number();
        Precision = (int?)Own("precision").Integer();
        Options = Own("options").Texts();
        if (Minimum > Maximum) value["max"].Warn($"it is less than the minimum {Minimum}");
    }

    /// <summary>The name by which the server knows it.</summary>
    public string Name { get; }

    /// <summary>The template from which the rule was made: one of eight common parameters, by which a caller can name it too.</summary>
    public string? Template { get; }

    /// <summary>The name for people.</summary>
    public LocalizedText Label { get; }

    /// <summary>What it does.</summary>
    public LocalizedText? Help { get; }

    /// <summary><c>float</c>, <c>int</c>, <c>string</c>, <c>boolean</c> or <c>text</c>.</summary>
    public string Type { get; }

    /// <summary>Whether it is always sent, with <see cref="Default"/> if no value is given.</summary>
    public bool IsRequired { get; }

    /// <summary>What a form shows at first; sent only if the parameter is required. Null if there is none.</summary>
    public JsonNode? Default => fallback?.DeepClone();

    /// <summary>The smallest number.</summary>
    public double? Minimum { get; }

    /// <summary>The largest number.</summary>
    public double? Maximum { get; }

    /// <summary>How many decimals a number may have.</summary>
    public int? Precision { get; }

    /// <summary>The texts to choose from; empty if any is allowed.</summary>
    public IReadOnlyList<string> Options { get; }

    internal JsonObject ToJson() => new()
    {
        ["default"] = Default,
        ["help"] = Help?.ToJson(),
        ["label"] = Label.ToJson(),
        ["max"] = Maximum,
        ["min"] = Minimum,
        ["name"] = Name,
        ["options"] = PackageManifest.Texts(Options),
        ["precision"] = Precision,
        ["required"] = IsRequired,
        ["type"] = Type,
        ["use_template"] = Template,
    };
}
