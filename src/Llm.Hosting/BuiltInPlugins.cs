using Llm.Loaders;
using Llm.Providers.Anthropic;
using Llm.Providers.Dify;
using Llm.Providers.Gemini;
using Llm.Providers.Offline;
using Llm.Providers.Ollama;
using Llm.Providers.OpenAI;
using Llm.Providers.OpenAI.Tasks;
using Llm.Providers.OpenAICompatible;
using Llm.Toolboxes;

namespace Llm;

/// <summary>The plugins that the tool includes, in the order in which they register.</summary>
internal static class BuiltInPlugins
{
    /// <summary>Creates the plugins to load, followed by the bundled plugins of the program.</summary>
    /// <param name="directory">The user directory.</param>
    /// <param name="http">Returns the client for requests.</param>
    /// <param name="services">What models get, the stored keys among it.</param>
    /// <param name="settings">The user's settings, which are read when something needs one.</param>
    /// <param name="presets">The models of compatible servers.</param>
    /// <param name="packages">The models of packages.</param>
    /// <param name="options">The options of the host.</param>
    public static List<IPlugin> Create(
        UserDirectory directory, Func<HttpClient> http, ModelServices services, SettingStore settings, PresetModels presets,
        PackageModels packages, LlmHostOptions options)
    {
        List<IPlugin> plugins = [new OpenAIPlugin(directory, http), new DefaultTools(options.Clock)];
        IPlugin[] others =
        [
            new EchoPlugin(), new SummaryPlugin(), new NGramsPlugin(), new ToolboxPlugin(), new LoaderPlugin(),
            new McpPlugin(directory, services.Keys!, options.ToolProgress, options.ToolWarning),
            new AnthropicPlugin(http, () => settings.Get(Setting.OlderAnthropicVersion)),
            new GeminiPlugin(() => settings.Get(Setting.GeminiApiVersion), http),
            new OllamaPlugin(directory, http, services),
            new OpenAICompatiblePlugin(presets),
            new DifyPlugin(packages),
            new OpenAITasksPlugin(http),
            .. options.BundledPlugins,
        ];
        plugins.AddRange(others.Where(plugin => options.LoadPlugins is null || options.LoadPlugins.Contains(plugin.Name)));
        return plugins;
    }
}
