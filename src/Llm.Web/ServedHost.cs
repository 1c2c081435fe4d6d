using Llm.Storage.Logs;
using Llm.Web.Output;

namespace Llm.Web;

/// <summary>The models, tools and log of the user, with the settings that the command takes from the environment.</summary>
internal static class ServedHost
{
    /// <summary>Creates the host.</summary>
    public static LlmHost Create() => LlmHost.Create(new LlmHostOptions
    {
        LoadPlugins = HostEnvironment.LoadPlugins,
        DefaultEmbeddingModel = HostEnvironment.EmbeddingModel,
        EmbeddingsDatabase = HostEnvironment.EmbeddingsDatabase,
        InstalledPlugins = true,
        PluginWarning = Warn,
        ToolWarning = Warn,
    });

    /// <summary>Opens the log; it is created if necessary.</summary>
    /// <exception cref="LlmException">The log cannot be used.</exception>
    public static Task<LogStore> OpenLogAsync(LlmHost host, string path) => LogStore.OpenAsync(path, new LogStoreOptions
    {
        Clock = host.Services.Clock,
        JsonReplacements = id => host.Models.Find(id)?.JsonReplacements,
        // A client waits for the end of its answer meanwhile; one that cannot be logged by then is kept in a file, and logged later.
        BusyTimeout = TimeSpan.FromSeconds(2),
        UnloggedFolder = host.Directory.UnloggedFolder,
        Alert = ServerConsole.Warn,
    });

    private static void Warn(string warning) => ServerConsole.Warn($"Warning: {warning}");
}
