using Llm.Packages;
using Llm.Providers.Dify;

namespace Kennel;

/// <summary>The models of a kennel. The YAML of the package, which is in the assembly, describes them; the invokers run them.</summary>
public sealed class KennelProvider() : PackagedProvider(ModelPackage.LoadResources(typeof(KennelProvider).Assembly))
{
    protected override LanguageModelInvoker LanguageModels { get; } = new KennelLanguageModels();

    protected override TextEmbeddingInvoker TextEmbeddings { get; } = new KennelEmbeddings();

    protected override RerankInvoker Rerankers { get; } = new KennelReranker();
}
