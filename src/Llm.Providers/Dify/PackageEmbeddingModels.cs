using Llm.Packages;

namespace Llm.Providers.Dify;

/// <summary>The embedding models of packages.</summary>
/// <param name="models">The models of packages.</param>
internal sealed class PackageEmbeddingModels(PackageModels models) : IEmbeddingModelSource
{
    public IReadOnlyList<RegisteredEmbeddingModel> List()
    {
        var list = new List<RegisteredEmbeddingModel>();
        foreach (var use in models.UsesOf(PackageModelType.TextEmbedding)) list.Add(new RegisteredEmbeddingModel(Create(use), []));
        return list;
    }

    public EmbeddingModel? Find(string name) => models.FindUse(name, PackageModelType.TextEmbedding) is { } use ? Create(use) : null;

    private EmbeddingModel Create(PackageModelUse use) => models.RunnerOf(use).CreateEmbeddingModel(use);
}
