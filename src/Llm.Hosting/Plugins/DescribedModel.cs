using System.Collections.ObjectModel;
using System.Text.Json.Nodes;

namespace Llm.Plugins;

/// <summary>
/// A model of an installed plugin as <see cref="PluginDescription"/> described it; the plugin is loaded when the model is used.
/// </summary>
/// <param name="summary">The description in the list of plugins.</param>
/// <param name="plugin">The plugin.</param>
/// <param name="registered">The models that the plugin itself registers; loads it.</param>
internal sealed class DescribedModel(ListedModel summary, InstalledPlugin plugin, PluginModels registered)
    : KeyModel(summary.Id)
{
    public override bool CanStream => (bool)Json["streams"]!;

    public override bool SupportsSchema => (bool)Json["schema"]!;

    public override bool SupportsTools => (bool)Json["tools"]!;

    public override bool SupportsAsync => (bool)Json["async"]!;

    public override string? NeedsKey => (string?)Json["key"];

    public override string? KeyEnvironmentVariable => (string?)Json["key_variable"];

    public override IReadOnlyCollection<string> AttachmentTypes => Texts(Json["attachment_types"]);

    public override IReadOnlyList<ServerSideToolType> ServerSideTools =>
        [.. Json["server_side_tools"]?.AsArray().Select(tool => ServerSideTool(tool!)) ?? []];

    public override IReadOnlyList<ModelOption> Options => [.. Json["options"]?.AsArray().Select(option => Option(option!)) ?? []];

    public override IReadOnlyDictionary<string, JsonNode> JsonReplacements =>
        Json["replacements"]?.AsObject().ToDictionary(pair => pair.Key, pair => pair.Value!.DeepClone())
        ?? (IReadOnlyDictionary<string, JsonNode>)ReadOnlyDictionary<string, JsonNode>.Empty;

    internal override string ClassName => (string)Json["class"]!;

    internal override Model Loaded => field ??= registered.Get(Id);

    private JsonObject Json => field ??= plugin.Described("models", "id", Id);

    public override string ToString() => summary.Label;

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
            Plugin = plugin.Name,
        };
    }
}
