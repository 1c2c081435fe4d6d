using Llm.Providers.OpenAI.Embeddings;

namespace Llm.Providers.OpenAICompatible;

/// <summary>The embedding models of compatible servers.</summary>
/// <remarks>
/// A model of a plugin of the Python tool keeps the id that it has there, because collections name the id of their model.
/// </remarks>
internal sealed class PresetEmbeddingModels(PresetModels source) : IEmbeddingModelSource
{
    private readonly PresetInterfaceModels models = new(source, PresetInterface.Embeddings, "embedding models");

    public IReadOnlyList<RegisteredEmbeddingModel> List() =>
        [.. models.Known().Select(model => new RegisteredEmbeddingModel(Create(model), model.Aliases))];

    public EmbeddingModel? Find(string name) => models.Find(name) is { } model ? Create(model) : null;

    private OpenAIEmbeddingModel Create(PresetInterfaceModel model)
    {
        var settings = new EmbeddingSettings { Send = model.Interface.Send, SendQuery = model.Interface.SendQuery };
        if (model.Interface.BatchSize is { } size) settings = settings with { BatchSize = size };
        return new OpenAIEmbeddingModel(model.Settings, settings, source.Http);
    }
}
