using Llm.Providers.Offline;
using Llm.Providers.OpenAI;
using Llm.Toolboxes;

namespace Llm;

/// <summary>The plugins that come with the tool, in the order in which they register.</summary>
internal static class BuiltInPlugins
{
    /// <summary>Creates those that are wanted.</summary>
    /// <param name="directory">The user directory.</param>
    /// <param name="http">The client for requests.</param>
    /// <param name="clock">The time that tools tell.</param>
    /// <param name="load">Names of the plugins that the Python tool does not bundle; null takes all.</param>
    /// <param name="progress">Is told how far long calls of tools are.</param>
    public static List<IPlugin> Create(
        UserDirectory directory, Func<HttpClient> http, TimeProvider clock, IReadOnlyCollection<string>? load, IProgress<ToolProgress>? progress)
    {
        List<IPlugin> plugins = [new OpenAIPlugin(directory, http), new DefaultTools(clock)];
        IPlugin[] others = [new EchoPlugin(), new SummaryPlugin(), new ToolboxPlugin(), new McpPlugin(directory, progress)];
        plugins.AddRange(others.Where(plugin => load is null || load.Contains(plugin.Name)));
        return plugins;
    }
}
