using System.Text.Json.Nodes;

namespace Llm.Plugins;

/// <summary>A model as <see cref="PluginDescription"/> describes it.</summary>
/// <param name="json">The description.</param>
/// <param name="plugin">The name of the plugin.</param>
internal sealed class DescribedModel(JsonObject json, string plugin)
{
    public string Id { get; } = (string)json["id"]!;

    public string[] Aliases => Texts(json["aliases"]);

    /// <summary>Creates the model that loads the plugin when it is prompted.</summary>
    public DeferredModel Defer(Func<Model> load) => new(Id, load)
    {
        Label = (string)json["label"]!,
        Class = (string)json["class"]!,
        Streams = (bool)json["streams"]!,
        TakesSchema = (bool)json["schema"]!,
        TakesTools = (bool)json["tools"]!,
        IsAsync = (bool)json["async"]!,
        Key = (string?)json["key"],
        KeyVariable = (string?)json["key_variable"],
        MediaTypes = Texts(json["attachment_types"]),
        ServerSideToolTypes =
        [
            .. json["server_side_tools"]?.AsArray().Select(tool => ServerSideTool(tool!, load)) ?? [],
        ],
        DescribedOptions = [.. json["options"]?.AsArray().Select(option => Option(option!, load)) ?? []],
        Replacements = json["replacements"]?.AsObject().ToDictionary(pair => pair.Key, pair => pair.Value!.DeepClone())
            ?? (IReadOnlyDictionary<string, JsonNode>)System.Collections.ObjectModel.ReadOnlyDictionary<string, JsonNode>.Empty,
    };

    /// <summary>Reads an array of texts; none for null.</summary>
    public static string[] Texts(JsonNode? array) => [.. array?.AsArray().Select(text => (string)text!) ?? []];

    private static DeferredOption Option(JsonNode option, Func<Model> load)
    {
        var name = (string)option["name"]!;
        return new(
            name, (string)option["description"]!, Texts(option["types"]), option["schema"]!.AsObject(),
            () => load().Options.First(known => known.Name == name));
    }

    private ServerSideToolType ServerSideTool(JsonNode tool, Func<Model> load)
    {
        var name = (string)tool["name"]!;
        return new(
            name, (string)tool["description"]!, tool["schema"]!.DeepClone().AsObject(),
            arguments => load().ServerSideTools.First(known => known.Name == name).Create(arguments))
        {
            Plugin = plugin,
        };
    }
}
