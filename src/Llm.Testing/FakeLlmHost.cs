using Llm.Commands;

namespace Llm.Testing;

/// <summary>
/// A program for the test of a command: models and keys of the test's own, and memory in place of the console and the log.
/// </summary>
/// <param name="directory">The user directory, usually that of a <see cref="TemporaryUserDirectory"/>.</param>
/// <remarks>Not thread-safe.</remarks>
public sealed class FakeLlmHost(UserDirectory directory) : ILlmHost
{
    private readonly FakePromptLog log = new();

    /// <inheritdoc/>
    public UserDirectory Directory { get; } = directory;

    /// <summary>The keys in <c>keys.json</c> of the directory.</summary>
    public IKeySource Keys { get; } = new KeyStore(directory);

    /// <summary>The models; the first one is the default.</summary>
    public IReadOnlyList<Model> Models { get; init; } = [];

    /// <summary>The embedding models; the first one is the default.</summary>
    public IReadOnlyList<EmbeddingModel> EmbeddingModels { get; init; } = [];

    /// <summary>What is piped into the command; null if nothing is.</summary>
    public string? Input { get; init; }

    /// <summary>What the command has written to standard output so far.</summary>
    public string OutputText => Output.ToString()!;

    /// <summary>What the command has written to standard error so far.</summary>
    public string ErrorText => Error.ToString()!;

    /// <summary>The answers that the command has logged, oldest first.</summary>
    public IReadOnlyList<Response> Logged => log.Responses;

    /// <inheritdoc/>
    public TextWriter Output { get; } = new StringWriter();

    /// <inheritdoc/>
    public TextWriter Error { get; } = new StringWriter();

    /// <inheritdoc/>
    public Model GetModel(string? name = null) => Find(Models, name, model => model.Id);

    /// <inheritdoc/>
    public EmbeddingModel GetEmbeddingModel(string? name = null) => Find(EmbeddingModels, name, model => model.Id);

    /// <inheritdoc/>
    public Task<string?> ReadInputAsync(CancellationToken cancellationToken) => Task.FromResult(Input);

    /// <inheritdoc/>
    public Task<IPromptLog> OpenLogAsync(CancellationToken cancellationToken) => Task.FromResult<IPromptLog>(log);

    private static T Find<T>(IReadOnlyList<T> models, string? name, Func<T, string> id)
        where T : class =>
        models.FirstOrDefault(model => name is null || id(model) == name)
        ?? throw new UnknownModelException($"Unknown model: {name ?? "the default"}", name ?? "");
}
