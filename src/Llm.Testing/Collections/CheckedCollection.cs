namespace Llm.Testing;

/// <summary>A store that is open for one check, and a collection in it that is deleted with it.</summary>
internal sealed class CheckedCollection : IAsyncDisposable
{
    private readonly StoreUnderTest subject;

    private CheckedCollection(StoreUnderTest subject, EmbeddingStore store, LettersModel model, string name)
    {
        (this.subject, Store, Model, Name) = (subject, store, model, name);
    }

    public EmbeddingStore Store { get; }

    public LettersModel Model { get; }

    public string Name { get; }

    public static async Task<CheckedCollection> OpenAsync(StoreUnderTest subject) =>
        new(subject, await subject.OpenAsync(default), new LettersModel("conformance-a"), $"conformance {Guid.NewGuid():N}");

    /// <summary>Opens the collection, which a check that embeds something creates, or another one beside it.</summary>
    public Task<Collection> CollectionAsync(EmbeddingModel? model = null, EmbeddingStore? store = null, string suffix = "") =>
        Collection.OpenAsync(store ?? Store, Name + suffix, new CollectionOptions { Model = model ?? Model });

    /// <summary>Creates the collection for entries whose vectors the check makes itself.</summary>
    public async Task<long> CreateAsync(string suffix = "") => (await Store.CreateCollectionAsync(Name + suffix, Model.Id)).Id;

    /// <summary>Opens the database once more, as another program would.</summary>
    public Task<EmbeddingStore> OpenAnotherAsync() => subject.OpenAsync(default);

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await using var last = await OpenAnotherAsync();
        foreach (var left in await last.ListCollectionsAsync())
        {
            if (left.Name.StartsWith(Name, StringComparison.Ordinal)) await last.DeleteCollectionAsync(left.Id);
        }
    }
}
