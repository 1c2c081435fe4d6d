using Llm.Storage.Embeddings;
using Llm.Testing;

namespace Llm.Storage.Tests.Embeddings;

/// <summary>The checks that every store of collections must pass.</summary>
public sealed class CollectionConformanceTests : IDisposable
{
    private readonly TemporaryDirectory folder = new();

    public static TheoryData<string> Checks => [.. CollectionConformance.Checks.Keys];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Checks))]
    public Task A_database_file_passes(string check) => CollectionConformance.Checks[check](new StoreUnderTest(OpenAsync));

    private async Task<EmbeddingStore> OpenAsync(CancellationToken cancellationToken) =>
        await SqliteEmbeddingStore.OpenAsync(folder.File("embeddings.db"), cancellationToken: cancellationToken);
}
