using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Packages;

/// <summary>What a user gave for packages that is no secret, as <c>package_settings.json</c> had it when it was read.</summary>
/// <param name="content">The content of the file, which must not change any more.</param>
internal sealed class PackageSettings(JsonObject content)
{
    /// <summary>Whether a user has set the package up.</summary>
    public bool IsConfigured(string package) => content[package] is JsonObject;

    /// <summary>The models that a user added to a package.</summary>
    public List<PackageModelEntry> AddedModels(string package)
    {
        var models = new List<PackageModelEntry>();
        foreach (var model in (content[package] as JsonObject)?["models"] as JsonArray ?? [])
        {
            if (model is not JsonObject added || added.Text("model") is not { Length: > 0 } name) continue;
            var type = (PackageModelType)Math.Max(0, PackageModelTypes.IndexOf(added.Text("type") ?? ""));
            models.Add(new PackageModelEntry(name, type, ValuesOf(added)));
        }

        return models;
    }

    /// <summary>What the user gave, by variable.</summary>
    public Dictionary<string, string> Values(CredentialScope scope) => content[scope.Package.Name] is JsonObject settings
        ? ValuesOf(scope.AddedModel is null ? settings : FindAdded(settings, scope))
        : [];

    /// <summary>The entry of a model that a user added; null if there is none.</summary>
    /// <param name="settings">The settings of the package.</param>
    /// <param name="scope">The model.</param>
    public static JsonObject? FindAdded(JsonObject settings, CredentialScope scope)
    {
        var type = PackageModelTypes.NameOf(scope.Type);
        foreach (var entry in settings["models"] as JsonArray ?? [])
            if (entry is JsonObject model && model.Text("model") == scope.AddedModel && model.Text("type") == type)
                return model;
        return null;
    }

    private static Dictionary<string, string> ValuesOf(JsonObject? owner)
    {
        var values = new Dictionary<string, string>();
        foreach (var (variable, value) in owner?["values"] as JsonObject ?? [])
            if (value is JsonValue)
                values[variable] = value.ToString();
        return values;
    }
}
