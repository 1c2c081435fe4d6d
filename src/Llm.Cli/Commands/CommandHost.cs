using Llm.Cli.Commands.Prompt;
using Llm.Cli.Output;
using Llm.Commands;

namespace Llm.Cli.Commands;

/// <summary>This program, for the commands of plugins.</summary>
internal sealed class CommandHost(CliContext context) : ILlmHost, IAsyncDisposable
{
    private readonly DeferredLog log = new(context.Host.Directory.LogsDatabase, context);

    public UserDirectory Directory => context.Host.Directory;

    public IKeySource Keys => context.Host.Services.Keys!;

    public TextWriter Output { get; } = new OutputWriter(context.Terminal);

    public TextWriter Error { get; } = context.Terminal.ErrorWriter;

    public Model GetModel(string? name = null) => context.FindModel(name);

    public EmbeddingModel GetEmbeddingModel(string? name = null) => context.Host.GetEmbeddingModel(name);

    public async Task<string?> ReadInputAsync(CancellationToken cancellationToken) =>
        context.Input.IsTerminal ? null : await context.Input.ReadTextAsync(cancellationToken);

    public async Task<IPromptLog> OpenLogAsync(CancellationToken cancellationToken) => await log.OpenAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        context.Terminal.Flush();
        await log.DisposeAsync();
    }
}
