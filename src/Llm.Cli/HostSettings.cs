using Llm.Cli.Output;
using Llm.Cli.Output.Tools;
using Llm.Cli.Retrieval;

namespace Llm.Cli;

/// <summary>Reads the settings of the host from the environment.</summary>
internal static class HostSettings
{
    public static LlmHostOptions Read(CliContext context) => new()
    {
        LoadPlugins = HostEnvironment.LoadPlugins,
        DefaultEmbeddingModel = HostEnvironment.EmbeddingModel,
        EmbeddingsDatabase = HostEnvironment.EmbeddingsDatabase,
        BundledPlugins = [new SqlitePlugin(), new RetrievalPlugin(context), new LogPlugin(context), new PagePlugin(context)],
        InstalledPlugins = true,
        PluginWarning = warning => context.Terminal.WriteErrorLine($"Warning: {warning}", TextStyle.Note),
        // Start-up: nothing listens to telemetry in a process that ends with its answer.
        Telemetry = false,
        RememberRoots = true,
        HttpTrace = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("LLM_OPENAI_SHOW_RESPONSES"))
            ? null
            : context.Terminal.ErrorWriter,
        ToolProgress = ToolProgressLine.For(context.Terminal),
        ToolWarning = warning => context.Terminal.WriteErrorLine($"Warning: {warning}", TextStyle.Note),
    };
}
