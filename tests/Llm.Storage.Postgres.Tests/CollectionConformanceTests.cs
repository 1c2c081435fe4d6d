using Llm.Testing;
using Llm.Tests.Postgres;

namespace Llm.Storage.Postgres.Tests;

/// <summary>The checks that every store of collections must pass.</summary>
/// <remarks>Set <c>LLM_TEST_POSTGRES</c> to the address of a database with pgvector to run them on a server of your own.</remarks>
public sealed class CollectionConformanceTests(PgliteServer server) : IClassFixture<PgliteServer>
{
    internal static string? OwnServer => Environment.GetEnvironmentVariable("LLM_TEST_POSTGRES");

    public static TheoryData<string> Checks => [.. CollectionConformance.Checks.Keys];

    [Theory]
    [MemberData(nameof(Checks))]
    public Task A_database_passes(string check) => CollectionConformance.Checks[check](new StoreUnderTest(OpenAsync));

    private async Task<EmbeddingStore> OpenAsync(CancellationToken cancellationToken) => await PostgresEmbeddingStore.OpenAsync(
        PostgresAddress.Parse(OwnServer ?? server.Address), cancellationToken: cancellationToken);
}
