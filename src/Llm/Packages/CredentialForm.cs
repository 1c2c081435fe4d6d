using System.Text.Json.Nodes;

namespace Llm.Packages;

/// <summary>What a provider, or one of its models, asks a user for: keys, addresses, choices. Immutable.</summary>
public sealed class CredentialForm
{
    internal CredentialForm(PackageValue value)
    {
        var fields = new List<CredentialField>();
        foreach (var field in value["credential_form_schemas"].Items()) fields.Add(new CredentialField(field));
        Fields = fields;
        var model = value["model"];
        ModelLabel = model["label"].Localized();
        ModelPlaceholder = model["placeholder"].Localized();
        HasModel = !model.IsNull;
    }

    /// <summary>The fields in their order. The same variable can have several, of which one is shown.</summary>
    public IReadOnlyList<CredentialField> Fields { get; }

    /// <summary>What the name of a model that a user adds is called.</summary>
    public LocalizedText? ModelLabel { get; }

    /// <summary>What stands in the empty field for that name.</summary>
    public LocalizedText? ModelPlaceholder { get; }

    private bool HasModel { get; }

    internal JsonObject ToJson()
    {
        var fields = new JsonArray();
        foreach (var field in Fields) fields.Add((JsonNode)field.ToJson());
        var json = new JsonObject { ["credential_form_schemas"] = fields };
        if (HasModel) json["model"] = new JsonObject { ["label"] = ModelLabel?.ToJson(), ["placeholder"] = ModelPlaceholder?.ToJson() };
        return json;
    }
}
