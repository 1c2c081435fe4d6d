namespace Llm;

/// <summary>Embedding models that a plugin does not register one by one: they are found by name.</summary>
/// <remarks>Implementations must be thread-safe, and cost nothing before they are asked.</remarks>
public interface IEmbeddingModelSource
{
    /// <summary>The models for listings: those that are known. Must be quick; a server must not be waited for.</summary>
    /// <exception cref="LlmException">A file that lists models is not valid.</exception>
    IReadOnlyList<RegisteredEmbeddingModel> List();

    /// <summary>Finds a model by its id or an alias; null if there is none. Asked only for names that no registered model has.</summary>
    /// <param name="name">The name, as the user gives it or as an alias of the user's has it.</param>
    /// <exception cref="LlmException">
    /// The name is that of a provider without such models, or a file that lists models is not valid.
    /// </exception>
    EmbeddingModel? Find(string name);
}
