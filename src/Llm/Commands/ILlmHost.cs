namespace Llm.Commands;

/// <summary>The program that a command runs in: its models, keys, log and console.</summary>
/// <remarks>Everything belongs to the program, so a command disposes of nothing. Thread-safe, but for <see cref="Output"/>.</remarks>
public interface ILlmHost
{
    /// <summary>The user directory.</summary>
    UserDirectory Directory { get; }

    /// <summary>
    /// The stored keys, those of plugins' key stores included; <see cref="ApiKeys.Resolve"/> looks at the environment too.
    /// </summary>
    IKeySource Keys { get; }

    /// <summary>Standard output, for what another program may read. It is written no later than at the end of the command.</summary>
    TextWriter Output { get; }

    /// <summary>Standard error, for messages to people. It is written at once.</summary>
    TextWriter Error { get; }

    /// <summary>Gets the model with this id or alias.</summary>
    /// <param name="name">An id or alias; null for the default model.</param>
    /// <exception cref="UnknownModelException">There is no such model.</exception>
    Model GetModel(string? name = null);

    /// <summary>Gets the embedding model with this id or alias.</summary>
    /// <param name="name">An id or alias; null for the default embedding model.</param>
    /// <exception cref="UnknownModelException">There is no such model, or no name was given and no default is set.</exception>
    EmbeddingModel GetEmbeddingModel(string? name = null);

    /// <summary>
    /// Reads all of standard input as text; null if nothing is piped in, so that a command does not wait for a keyboard.
    /// </summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<string?> ReadInputAsync(CancellationToken cancellationToken);

    /// <summary>Opens the log of prompts and answers, <c>logs.db</c> in the user directory; each call returns the same one.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="LlmException">It cannot be used.</exception>
    Task<IPromptLog> OpenLogAsync(CancellationToken cancellationToken);
}
