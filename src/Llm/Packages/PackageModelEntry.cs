using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Packages;

/// <summary>What the index of an added package knows of a model, so that a list needs none of the files. Immutable.</summary>
public sealed class PackageModelEntry
{
    internal PackageModelEntry(JsonObject json)
    {
        Name = json.Text("model") ?? "";
        Type = (PackageModelType)Math.Max(0, PackageModelTypes.IndexOf(json.Text("type") ?? ""));
        Title = json.Text("label") ?? Name;
        File = json.Text("file") ?? "";
        IsDeprecated = json.Flag("deprecated");
        IsCompletion = json.Flag("completion");
        Features = json["features"] is JsonArray features ? [.. features.Select(feature => feature?.ToString() ?? "")] : [];
    }

    /// <summary>A model by its line in the list of all packages.</summary>
    internal PackageModelEntry(string name, PackageModelType type, string title, string file, IReadOnlyList<string> features) =>
        (Name, Type, Title, File, Features) = (name, type, title, file, features);

    /// <summary>A model that a user added, which can do what the user said.</summary>
    internal PackageModelEntry(string name, PackageModelType type, IReadOnlyDictionary<string, string> values)
    {
        (Name, Type, Title, File) = (name, type, values.GetValueOrDefault("display_name") ?? name, "");
        IsCompletion = type == PackageModelType.Llm && values.GetValueOrDefault("mode") == "completion";
        var features = new List<string>();
        Features = features;
        if (type != PackageModelType.Llm) return;
        if (values.GetValueOrDefault("function_calling_type") != "no_call") features.Add("multi-tool-call");
        if (values.GetValueOrDefault("structured_output_support") != "not_supported") features.Add("structured-output");
        foreach (var feature in (string[])["vision", "video", "audio", "document"])
            if (values.GetValueOrDefault($"{feature}_support") == "support")
                features.Add(feature);
    }

    /// <summary>The name by which the server knows it.</summary>
    public string Name { get; }

    /// <summary>What it does.</summary>
    public PackageModelType Type { get; }

    /// <summary>The name for people, in English.</summary>
    public string Title { get; }

    /// <summary>The file that describes it, from the root of the package.</summary>
    public string File { get; }

    /// <summary>Whether its server will drop it.</summary>
    public bool IsDeprecated { get; internal init; }

    /// <summary>Whether it continues texts and does not chat.</summary>
    public bool IsCompletion { get; internal init; }

    /// <summary>What it can do, such as <c>vision</c>.</summary>
    public IReadOnlyList<string> Features { get; }

    internal static JsonObject Describe(PackageModel model)
    {
        var json = new JsonObject
        {
            ["model"] = model.Name,
            ["type"] = PackageModelTypes.NameOf(model.Type),
            ["label"] = model.Label.English,
            ["file"] = model.File,
        };
        if (model.IsDeprecated) json["deprecated"] = true;
        if (model.IsCompletion) json["completion"] = true;
        if (model.Features.Count > 0) json["features"] = PackageManifest.Texts(model.Features);
        return json;
    }
}
