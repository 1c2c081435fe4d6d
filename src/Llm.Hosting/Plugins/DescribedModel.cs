using System.Collections.ObjectModel;
using System.Text.Json.Nodes;

namespace Llm.Plugins;

/// <summary>
/// A model of an installed plugin as <see cref="PluginDescription"/> described it; the plugin is loaded when the model is used.
/// </summary>
/// <param name="json">The description.</param>
/// <param name="plugin">The name of the plugin.</param>
/// <param name="load">Loads the plugin and returns the model itself.</param>
internal sealed class DescribedModel(JsonObject json, string plugin, Func<Model> load) : KeyModel((string)json["id"]!)
{
    private readonly Lazy<Model> loaded = new(load);

    public override bool CanStream => (bool)json["streams"]!;

    public override bool SupportsSchema => (bool)json["schema"]!;

    public override bool SupportsTools => (bool)json["tools"]!;

    public override bool SupportsAsync => (bool)json["async"]!;

    public override string? NeedsKey => (string?)json["key"];

    public override string? KeyEnvironmentVariable => (string?)json["key_variable"];

    public override IReadOnlyCollection<string> AttachmentTypes => Texts(json["attachment_types"]);

    public override IReadOnlyList<ServerSideToolType> ServerSideTools =>
        [.. json["server_side_tools"]?.AsArray().Select(tool => ServerSideTool(tool!)) ?? []];

    public override IReadOnlyList<ModelOption> Options => [.. json["options"]?.AsArray().Select(option => Option(option!)) ?? []];

    public override IReadOnlyDictionary<string, JsonNode> JsonReplacements =>
        json["replacements"]?.AsObject().ToDictionary(pair => pair.Key, pair => pair.Value!.DeepClone())
        ?? (IReadOnlyDictionary<string, JsonNode>)ReadOnlyDictionary<string, JsonNode>.Empty;

    internal override string ClassName => (string)json["class"]!;

    internal override Model Loaded => loaded.Value;

    public override string ToString() => (string)json["label"]!;

    public override IAsyncEnumerable<StreamEvent> ExecuteAsync(
        Prompt prompt, ModelContext context, CancellationToken cancellationToken) =>
        Loaded.ExecuteAsync(prompt, context, cancellationToken);

    /// <summary>Reads an array of texts; none for null.</summary>
    public static string[] Texts(JsonNode? array) => [.. array?.AsArray().Select(text => (string)text!) ?? []];

    private DeferredOption Option(JsonNode option)
    {
        var name = (string)option["name"]!;
        return new(
            name, (string)option["description"]!, Texts(option["types"]), option["schema"]!.AsObject(),
            () => Loaded.Options.First(known => known.Name == name));
    }

    private ServerSideToolType ServerSideTool(JsonNode tool)
    {
        var name = (string)tool["name"]!;
        return new(
            name, (string)tool["description"]!, tool["schema"]!.DeepClone().AsObject(),
            arguments => Loaded.ServerSideTools.First(known => known.Name == name).Create(arguments))
        {
            Plugin = plugin,
        };
    }
}
