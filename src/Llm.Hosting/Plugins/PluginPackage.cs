using System.Text.Json.Nodes;

namespace Llm.Plugins;

/// <summary>An installed package whose plugins a host knows; it is loaded once, when one of them is used.</summary>
/// <param name="directory">The user directory.</param>
/// <param name="record">The package.</param>
/// <param name="warn">Receives a sentence if the description of the package cannot be read.</param>
internal sealed class PluginPackage(UserDirectory directory, PluginRecord record, Action<string>? warn)
{
    private static readonly Lock Making = new();
    private Lazy<Func<string, IPlugin>>? loaded;
    private PluginRecord? described;

    /// <summary>The package, as the list of packages has it.</summary>
    public PluginRecord Record => record;

    /// <summary>Loads the plugin of a class.</summary>
    /// <exception cref="LlmException">The package cannot be loaded.</exception>
    public IPlugin Load(string type)
    {
        // What could not be loaded is not tried again.
        lock (Making) loaded ??= new(LoadAll);
        return loaded.Value(type);
    }

    /// <summary>Reads what the plugins of the package offer; after a warning, nothing if that cannot be read.</summary>
    public PluginRecord Describe()
    {
        lock (Making)
        {
            try
            {
                return described ??= PackageFolder.Read(Path.Combine(directory.PluginsDirectory, record.Folder), record);
            }
            catch (LlmException ex)
            {
                warn?.Invoke(ex.Message);
                return described = new PluginRecord(new JsonObject { ["package"] = record.Package, ["plugins"] = new JsonArray() });
            }
        }
    }

    private Func<string, IPlugin> LoadAll() => RuntimeCode.IsSupported
        ? new PluginLoader(directory.PluginsDirectory).Load(EditableProject.Refresh(directory, record))
        : throw new RuntimeCodeRequiredException(record.Package);
}
