using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Cli.Commands.Models;

/// <summary>Lists models of other types than chat.</summary>
internal static class OtherModelList
{
    /// <summary>The types.</summary>
    public static readonly string[] Types = ["embedding", "rerank", "moderation", "transcription", "speech"];

    /// <summary>The models of one of <see cref="Types"/>.</summary>
    /// <param name="host">The host.</param>
    /// <param name="type">The type.</param>
    /// <param name="all">Whether to include models of providers whose key is not set.</param>
    public static List<OtherModel> Of(LlmHost host, string type, bool all) => type switch
    {
        "rerank" => Of(host.RerankModels, all),
        "moderation" => Of(host.ModerationModels, all),
        "transcription" => Of(host.TranscriptionModels, all),
        "speech" => Of(host.SpeechModels, all),
        _ => Embedding(host, all),
    };

    private static List<OtherModel> Of<TModel>(TaskModelCatalog<TModel> catalog, bool all)
        where TModel : TaskModel
    {
        var models = new List<OtherModel>();
        foreach (var (model, aliases) in all ? catalog.Models : catalog.Listed)
            models.Add(new OtherModel(model.Id, model.ToString(), aliases));
        return models;
    }

    private static List<OtherModel> Embedding(LlmHost host, bool all)
    {
        var models = new List<OtherModel>();
        foreach (var (model, aliases) in all ? host.EmbeddingModels : host.ListedEmbeddingModels)
            models.Add(new OtherModel(model.Id, model.ToString(), aliases));
        return models;
    }
}

/// <summary>A model of another type than chat, in a list.</summary>
internal sealed record OtherModel(string Id, string Label, IReadOnlyList<string> Aliases)
{
    /// <summary>The line of a listing.</summary>
    public string Line => Aliases.Count == 0 ? Label : $"{Label} (aliases: {string.Join(", ", Aliases)})";

    /// <summary>Whether a word of a search occurs in the label or an alias; case does not matter.</summary>
    public bool Matches(string query) =>
        Aliases.Append(Label).Any(name => name.Contains(query, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether the model has one of these ids or aliases, or none is given.</summary>
    public bool IsNamed(IReadOnlyList<string> names) => names.Count == 0 || names.Contains(Id) || Aliases.Any(names.Contains);

    public JsonObject ToJson(string type)
    {
        var aliases = new JsonArray();
        foreach (var alias in Aliases) aliases.AddNode(alias);
        return new JsonObject { ["model_id"] = Id, ["aliases"] = aliases, ["type"] = type };
    }
}
