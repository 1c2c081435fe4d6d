using System.Text;
using System.Text.Json.Nodes;
using Llm.Hashing;

namespace Llm;

/// <summary>A named set of texts or bytes and their vectors, all made by the same model, in a store.</summary>
/// <remarks>
/// A collection is thread-safe if its model and store are. The store must not be disposed before the collection's last operation. Every
/// operation throws <see cref="LlmException"/> if the database cannot be used.
/// </remarks>
public sealed partial class Collection
{
    private readonly EmbeddingStore store;
    private readonly CollectionOptions options;
    private EmbeddingModel? model;
    private CollectionInfo? stored;

    private Collection(EmbeddingStore store, string name, CollectionInfo? stored, CollectionOptions options)
    {
        this.store = store;
        this.stored = stored;
        this.options = options;
        Name = name;
        model = stored is null || options.Model?.Id == stored.ModelId ? options.Model : null;
        ModelId = stored?.ModelId ?? options.Model!.Id;
    }

    /// <summary>The number of the collection in its store; null until something has been stored in a new one.</summary>
    public long? Id => stored?.Id;

    /// <summary>The name, which is unique in the store.</summary>
    public string Name { get; }

    /// <summary>The ID of the model that makes the vectors.</summary>
    public string ModelId { get; }

    /// <summary>The model that makes the vectors.</summary>
    /// <exception cref="UnknownModelException">The model is not known; it may belong to a plugin that is not installed.</exception>
    public EmbeddingModel Model => model ??= options.FindModel?.Invoke(ModelId) ?? throw new UnknownModelException(
        $"The collection {Name} was made with the model {ModelId}, which is not known here. "
        + "Install the plugin that offers it, or set an alias of that name.",
        ModelId,
        NameKind.EmbeddingModel);

    /// <summary>Opens a collection, or prepares a new one, which is created when something is stored.</summary>
    /// <param name="store">The store.</param>
    /// <param name="name">The name of the collection.</param>
    /// <param name="options">The options; <see cref="CollectionOptions.Model"/> is needed for a new collection.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="LlmException">The collection does not exist and no model was given.</exception>
    public static async Task<Collection> OpenAsync(
        EmbeddingStore store, string name, CollectionOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(name);
        options ??= new CollectionOptions();
        var stored = await store.FindCollectionAsync(name, cancellationToken);
        return stored is not null || options.Model is not null
            ? new Collection(store, name, stored, options)
            : throw new LlmException($"The collection {name} does not exist. Name an embedding model to create it.");
    }

    /// <summary>Whether a store has a collection of this name.</summary>
    public static async Task<bool> ExistsAsync(EmbeddingStore store, string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        return await store.FindCollectionAsync(name, cancellationToken) is not null;
    }

    /// <summary>Computes the hash by which an unchanged text is recognised: MD5 of the text in UTF-8.</summary>
    public static byte[] ContentHash(string text) => ContentHash(Encoding.UTF8.GetBytes(text));

    /// <summary>Computes the hash by which unchanged bytes are recognised: MD5.</summary>
    public static byte[] ContentHash(ReadOnlySpan<byte> bytes) => Md5.Hash(bytes);

    /// <summary>Counts the entries.</summary>
    public Task<long> CountAsync(CancellationToken cancellationToken = default) =>
        Id is { } id ? store.CountAsync(id, cancellationToken) : Task.FromResult(0L);

    /// <summary>Returns an entry; null if there is none with this ID.</summary>
    public async Task<StoredEmbedding?> FindAsync(string id, CancellationToken cancellationToken = default) =>
        Id is { } collection && await store.ReadAsync(collection, [id], cancellationToken) is [var found] ? found : null;

    /// <summary>Returns the metadata of an entry; null if it has none.</summary>
    /// <exception cref="LlmException">There is no entry with this ID.</exception>
    public async Task<JsonNode?> GetMetadataAsync(string id, CancellationToken cancellationToken = default) =>
        (await FindAsync(id, cancellationToken) ?? throw NoEntry(id)).Metadata;

    /// <summary>Changes the metadata of an entry, and nothing else of it; null removes it.</summary>
    /// <exception cref="LlmException">There is no entry with this ID.</exception>
    public async Task SetMetadataAsync(string id, JsonObject? metadata, CancellationToken cancellationToken = default)
    {
        if (Id is not { } collection || !await store.SetMetadataAsync(collection, id, metadata, cancellationToken)) throw NoEntry(id);
    }

    /// <summary>Deletes entries; returns how many of the IDs there were.</summary>
    public Task<int> DeleteEntriesAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default) =>
        Id is { } id ? store.DeleteAsync(id, ids, cancellationToken) : Task.FromResult(0);

    /// <summary>Deletes the collection with its entries. It is created again if something is stored in it.</summary>
    public async Task DeleteAsync(CancellationToken cancellationToken = default)
    {
        if (Id is not { } id) return;
        await store.DeleteCollectionAsync(id, cancellationToken);
        stored = null;
    }

    /// <summary>Creates the collection if it does not exist yet; returns its number in the store.</summary>
    /// <exception cref="LlmException">Another program has created a collection of this name for another model.</exception>
    public async Task<long> CreateAsync(CancellationToken cancellationToken = default)
    {
        if (stored is not null) return stored.Id;
        var created = await store.CreateCollectionAsync(Name, ModelId, cancellationToken);
        if (created.ModelId != ModelId)
        {
            throw new LlmException(
                $"Another program has created the collection {Name} with the model {created.ModelId}, not {ModelId}. "
                + "Start again to use that model, or choose another name.");
        }

        stored = created;
        return created.Id;
    }

    private LlmException NoEntry(string id) => new($"The collection {Name} has no entry with the ID {id}.");
}
