using Llm.Providers.Offline;
using Llm.Providers.OpenAI;
using Llm.Toolboxes;

namespace Llm;

/// <summary>The plugins that come with the tool, in the order in which they register.</summary>
internal static class BuiltInPlugins
{
    /// <summary>Creates those that are wanted, and those of the program after them.</summary>
    /// <param name="directory">The user directory.</param>
    /// <param name="http">The client for requests.</param>
    /// <param name="options">What the host is made of.</param>
    public static List<IPlugin> Create(UserDirectory directory, Func<HttpClient> http, LlmHostOptions options)
    {
        List<IPlugin> plugins = [new OpenAIPlugin(directory, http), new DefaultTools(options.Clock)];
        IPlugin[] others =
        [
            new EchoPlugin(), new SummaryPlugin(), new ToolboxPlugin(), new McpPlugin(directory, options.ToolProgress),
            .. options.BundledPlugins,
        ];
        plugins.AddRange(others.Where(plugin => options.LoadPlugins is null || options.LoadPlugins.Contains(plugin.Name)));
        return plugins;
    }
}
