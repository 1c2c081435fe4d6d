using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Packages;

/// <summary>A model as a package describes it. Immutable.</summary>
public sealed class PackageModel
{
    private static readonly string[] KnownFeatures =
    [
        "tool-call", "multi-tool-call", "agent-thought", "vision", "stream-tool-call", "document", "video", "audio", "structured-output",
        "polling",
    ];

    private static readonly string[] KnownProperties =
    [
        "mode", "context_size", "max_chunks", "max_characters_per_chunk", "file_upload_limit", "supported_file_extensions", "voices",
        "default_voice", "audio_type", "word_limit", "max_workers",
    ];

    private readonly IReadOnlyList<string>? features;
    private readonly JsonObject properties;

    internal PackageModel(PackageValue value)
    {
        File = value.File;
        Name = value["model"].RequiredText("my-model-v1");
        Label = value["label"].Node is null or JsonObject { Count: 0 } ? LocalizedText.Same(Name) : value["label"].RequiredLocalized();
        var type = value["model_type"].Text() is { } name ? PackageModelTypes.IndexOf(name) : -1;
        if (type < 0) value["model_type"].Expect($"one of {PackageModelTypes.List}");
        Type = (PackageModelType)Math.Max(type, 0);
        if (!value["features"].IsNull) features = value["features"].Texts();
        foreach (var feature in Features)
            if (!KnownFeatures.Contains(feature))
                value["features"].Warn($"{feature} is not known; it is one of {string.Join(", ", KnownFeatures)}");
        var given = value["model_properties"];
        properties = (JsonObject)given.Map().DeepClone();
        foreach (var (key, _) in properties)
            if (!KnownProperties.Contains(key))
                given[key].Warn($"it is not known; it is one of {string.Join(", ", KnownProperties)}");
        IsCompletion = given["mode"].OneOf(["chat", "completion"]) == "completion";
        ContextSize = given["context_size"].Integer();
        MaxChunks = given["max_chunks"].Integer();
        IsDeprecated = value["deprecated"].Flag(false);
        var rules = new List<ParameterRule>();
        foreach (var rule in value["parameter_rules"].Items()) rules.Add(new ParameterRule(rule));
        Rules = rules;
        Price = value["pricing"].IsNull ? null : new PackagePrice(value["pricing"]);
        if (Price is { IsValid: false })
            value["pricing"]["unit"].Warn($"it is {Price.Unit}, so the price is none: write \"0.000001\" for prices of a million tokens");
    }

    /// <summary>Reads a description that is not in a file, such as that of a model that a user adds.</summary>
    /// <param name="description">The members that a file of a model has.</param>
    /// <exception cref="PackageException">There are errors in it.</exception>
    public static PackageModel FromJson(JsonObject description)
    {
        ArgumentNullException.ThrowIfNull(description);
        var problems = new PackageProblems();
        // Numbers are read as they are written.
        var written = JsonText.Parse(PythonJson.CompactUnescaped(description));
        var model = new PackageModel(new PackageValue(new PackageFile("model", "", problems), written));
        problems.ThrowIfErrors(model.Name);
        return model;
    }

    /// <summary>The file that describes it, from the root of the package.</summary>
    public string File { get; }

    /// <summary>The name by which the server knows it.</summary>
    public string Name { get; }

    /// <summary>The name for people.</summary>
    public LocalizedText Label { get; }

    /// <summary>What it does; the folder of its file can say something else.</summary>
    public PackageModelType Type { get; }

    /// <summary>What it can do, such as <c>vision</c> or <c>multi-tool-call</c>.</summary>
    public IReadOnlyList<string> Features => features ?? [];

    /// <summary>Whether it continues texts (<c>completion</c>) and does not chat.</summary>
    public bool IsCompletion { get; }

    /// <summary>How many tokens it takes; null if the package does not say.</summary>
    public long? ContextSize { get; }

    /// <summary>How many texts an embedding model takes at once; null if the package does not say.</summary>
    public long? MaxChunks { get; }

    /// <summary>Whether its server will drop it. It can still be used.</summary>
    public bool IsDeprecated { get; }

    /// <summary>The parameters that it takes.</summary>
    public IReadOnlyList<ParameterRule> Rules { get; }

    /// <summary>What it costs; null if the package does not say.</summary>
    public PackagePrice? Price { get; }

    /// <summary>A property by its name in the file, such as <c>word_limit</c>; null if the package does not say it.</summary>
    internal JsonNode? Property(string name) => properties[name];

    /// <summary>Whether it has a feature.</summary>
    public bool Has(string feature) => Features.Contains(feature);

    internal JsonObject ToJson()
    {
        var rules = new JsonArray();
        foreach (var rule in Rules) rules.Add((JsonNode)rule.ToJson());
        return new JsonObject
        {
            ["deprecated"] = IsDeprecated,
            ["features"] = features is null ? null : PackageManifest.Texts(features),
            ["fetch_from"] = "predefined-model",
            ["label"] = Label.ToJson(),
            ["model"] = Name,
            ["model_properties"] = properties.DeepClone(),
            ["model_type"] = PackageModelTypes.NameOf(Type),
            ["parameter_rules"] = rules,
            ["pricing"] = Price?.ToJson(),
        };
    }
}
