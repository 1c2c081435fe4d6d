using Llm;
#if (isCommand)
using Llm.Commands;
#endif

namespace Company_Plugin;

/// <summary>Registers what the package adds. The command finds this class by its interface.</summary>
public sealed class PluginClassPlugin : IPlugin
{
    public string Name => "PLUGIN_ID";

#if (isModel)
    public void RegisterModels(ModelRegistry models) => models.Add(new PluginClassModel());
#elseif (isEmbedding)
    public void RegisterEmbeddingModels(EmbeddingModelRegistry models) => models.Add(new PluginClassEmbeddings());
#elseif (isTool)
    public void RegisterTools(ToolRegistry tools)
    {
        tools.Add(Tool.FromMethod(PluginClassTools.CountWords));
        tools.Add(ToolboxType.Create((string greeting = "Hello") => new PluginClassTools(greeting)));
    }
#elseif (isLoader)
    public void RegisterFragmentLoaders(LoaderRegistry<FragmentLoader> loaders) =>
        loaders.Add("PLUGIN_ID", PluginClassLoader.LoadAsync, "The lines of a text file without the empty ones, as in PLUGIN_ID:notes.txt");

    public void RegisterTemplateLoaders(LoaderRegistry<TemplateLoader> loaders) =>
        loaders.Add("PLUGIN_ID", PluginClassLoader.LoadTemplateAsync, "A question about a topic, as in PLUGIN_ID:pelicans");
#else
    public void RegisterCommands(CommandGroup commands) =>
        commands.Add(new CommandEntry("PLUGIN_ID", () => new PluginClassCommand()));
#endif
}
