using Llm.Cli.Retrieval;
using Llm.Storage.Embeddings;
using Llm.Storage.Tests.Embeddings;

namespace Llm.Cli.Tests.Commands.Embeddings;

/// <summary>Runs commands with a test model as the default embedding model, and looks into the database.</summary>
internal sealed class EmbeddingRunner : IDisposable
{
    public EmbeddingRunner(bool errorIsTerminal = false, bool outputIsTerminal = false)
    {
        Llm = new CommandRunner
        {
            Plugins = [new EmbeddingPlugin(Model)],
            CommandPlugins = context => [new RetrievalPlugin(context)],
            ErrorIsTerminal = errorIsTerminal,
            OutputIsTerminal = outputIsTerminal,
        };
        Llm.User.Write("default_embedding_model.txt", Model.Id);
    }

    public WordLengthModel Model { get; } = new();

    public CommandRunner Llm { get; }

    public string Database => Llm.Directory.EmbeddingsDatabase;

    public Task<CommandResult> RunAsync(params string[] words) => Llm.RunAsync(words);

    public string Write(string name, string content) => Llm.User.Write(name, content);

    /// <summary>The entries of a collection as ID and text, in the order of IDs.</summary>
    public async Task<string> EntriesAsync(string collection, string? database = null)
    {
        await using var store = (await SqliteEmbeddingStore.OpenExistingAsync(database ?? Database))!;
        var found = (await store.FindCollectionAsync(collection))!;
        var entries = await store.ReadPageAsync(found.Id, null, 1000);
        return string.Join(';', entries.Select(entry => $"{entry.Id}={entry.Text ?? "-"}"));
    }

    public void Dispose() => Llm.Dispose();

    private sealed class EmbeddingPlugin(EmbeddingModel model) : IPlugin
    {
        public string Name => "embedding tests";

        public void RegisterEmbeddingModels(EmbeddingModelRegistry models) => models.Add(model, "demo");
    }
}
