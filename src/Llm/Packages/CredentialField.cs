using System.Text.Json.Nodes;

namespace Llm.Packages;

/// <summary>A field of a <see cref="CredentialForm"/>. Immutable.</summary>
public sealed class CredentialField
{
    private static readonly string[] Types = ["text-input", "secret-input", "select", "radio", "switch"];

    private readonly List<CredentialOption>? options;

    internal CredentialField(PackageValue value)
    {
        Variable = value["variable"].RequiredText("api_key");
        Label = value["label"].RequiredLocalized();
        if (value["type"].IsNull) value["type"].Expect($"one of {string.Join(", ", Types)}");
        Type = value["type"].OneOf(Types) ?? "text-input";
        IsRequired = value["required"].Flag(true);
        Default = value["default"].Text();
        Placeholder = value["placeholder"].Localized();
        MaxLength = (int)Math.Clamp(value["max_length"].Integer() ?? 0, 0, int.MaxValue);
        ShowOn = ShowCondition.ReadAll(value["show_on"]);
        if (value["options"].IsNull) return;
        options = [];
        foreach (var option in value["options"].Items()) options.Add(new CredentialOption(option));
    }

    /// <summary>The name of the credential.</summary>
    public string Variable { get; }

    /// <summary>The name for people.</summary>
    public LocalizedText Label { get; }

    /// <summary><c>text-input</c>, <c>secret-input</c>, <c>select</c>, <c>radio</c> or <c>switch</c>.</summary>
    public string Type { get; }

    /// <summary>Whether the value is a secret.</summary>
    public bool IsSecret => Type == "secret-input";

    /// <summary>Whether there must be a value where the field is shown. A field that does not say is required, as in Dify.</summary>
    public bool IsRequired { get; }

    /// <summary>The value in place of one that is not given.</summary>
    public string? Default { get; }

    /// <summary>What stands in the empty field.</summary>
    public LocalizedText? Placeholder { get; }

    /// <summary>The length of the longest value; 0 if any is allowed.</summary>
    public int MaxLength { get; }

    /// <summary>The values to choose from.</summary>
    public IReadOnlyList<CredentialOption> Options => options ?? (IReadOnlyList<CredentialOption>)[];

    /// <summary>The conditions, of which one must hold for the field to be shown; none if it always is.</summary>
    public IReadOnlyList<ShowCondition> ShowOn { get; }

    internal JsonObject ToJson()
    {
        JsonArray? choices = null;
        if (options is not null)
        {
            choices = [];
            foreach (var option in options) choices.Add((JsonNode)option.ToJson());
        }

        return new JsonObject
        {
            ["default"] = Default,
            ["label"] = Label.ToJson(),
            ["max_length"] = MaxLength,
            ["options"] = choices,
            ["placeholder"] = Placeholder?.ToJson(),
            ["required"] = IsRequired,
            ["show_on"] = ShowCondition.ToJson(ShowOn),
            ["type"] = Type,
            ["variable"] = Variable,
        };
    }
}
