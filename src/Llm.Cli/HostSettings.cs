using Llm.Cli.Output;
using Llm.Cli.Output.Tools;
using Llm.Cli.Retrieval;

namespace Llm.Cli;

/// <summary>Reads the settings of the host from the environment.</summary>
internal static class HostSettings
{
    public static LlmHostOptions Read(CliContext context) => new()
    {
        LoadPlugins = Environment.GetEnvironmentVariable("LLM_LOAD_PLUGINS")?
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        DefaultEmbeddingModel = NotEmpty("LLM_EMBEDDING_MODEL"),
        EmbeddingsDatabase = NotEmpty("LLM_EMBEDDINGS_DB"),
        BundledPlugins = [new SqlitePlugin(), new RetrievalPlugin(context), new LogPlugin(context), new PagePlugin(context)],
        InstalledPlugins = true,
        PluginWarning = warning => context.Terminal.WriteErrorLine($"Warning: {warning}", TextStyle.Note),
        // Start-up: nothing listens to telemetry in a process that ends with its answer.
        Telemetry = false,
        RememberRoots = true,
        HttpTrace = NotEmpty("LLM_OPENAI_SHOW_RESPONSES") is null ? null : context.Terminal.ErrorWriter,
        ToolProgress = ToolProgressLine.For(context.Terminal),
        ToolWarning = warning => context.Terminal.WriteErrorLine($"Warning: {warning}", TextStyle.Note),
    };

    private static string? NotEmpty(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
