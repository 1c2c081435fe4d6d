using System.Collections.ObjectModel;
using System.Text.Json.Nodes;

namespace Llm.Plugins;

/// <summary>
/// A model of an installed plugin as <see cref="PluginDescription"/> described it; the plugin is loaded when the model is used.
/// </summary>
/// <param name="summary">The description in the list of plugins.</param>
/// <param name="plugin">The name of the plugin.</param>
/// <param name="describe">Reads the whole description.</param>
/// <param name="load">Loads the plugin and returns the model itself.</param>
internal sealed class DescribedModel(JsonObject summary, string plugin, Func<JsonObject> describe, Func<Model> load)
    : KeyModel((string)summary["id"]!)
{
    private readonly Lazy<JsonObject> json = new(describe);
    private readonly Lazy<Model> loaded = new(load);

    public override bool CanStream => (bool)json.Value["streams"]!;

    public override bool SupportsSchema => (bool)json.Value["schema"]!;

    public override bool SupportsTools => (bool)json.Value["tools"]!;

    public override bool SupportsAsync => (bool)json.Value["async"]!;

    public override string? NeedsKey => (string?)json.Value["key"];

    public override string? KeyEnvironmentVariable => (string?)json.Value["key_variable"];

    public override IReadOnlyCollection<string> AttachmentTypes => Texts(json.Value["attachment_types"]);

    public override IReadOnlyList<ServerSideToolType> ServerSideTools =>
        [.. json.Value["server_side_tools"]?.AsArray().Select(tool => ServerSideTool(tool!)) ?? []];

    public override IReadOnlyList<ModelOption> Options => [.. json.Value["options"]?.AsArray().Select(option => Option(option!)) ?? []];

    public override IReadOnlyDictionary<string, JsonNode> JsonReplacements =>
        json.Value["replacements"]?.AsObject().ToDictionary(pair => pair.Key, pair => pair.Value!.DeepClone())
        ?? (IReadOnlyDictionary<string, JsonNode>)ReadOnlyDictionary<string, JsonNode>.Empty;

    internal override string ClassName => (string)json.Value["class"]!;

    internal override Model Loaded => loaded.Value;

    public override string ToString() => (string)summary["label"]!;

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
