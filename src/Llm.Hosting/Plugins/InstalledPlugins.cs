namespace Llm.Plugins;

/// <summary>Makes the plugins of the installed packages known to a host.</summary>
internal static class InstalledPlugins
{
    /// <summary>Reads the list of installed packages; loads none.</summary>
    /// <param name="directory">The user directory.</param>
    /// <param name="only">The names of the packages or plugins to load; null for all.</param>
    /// <param name="warn">Receives a sentence if the list cannot be read.</param>
    public static IReadOnlyList<InstalledPlugin> Read(UserDirectory directory, IReadOnlyCollection<string>? only, Action<string>? warn)
    {
        if (only is { Count: 0 }) return [];
        try
        {
            var plugins = new List<InstalledPlugin>();
            foreach (var record in new PluginIndex(directory).Read())
            {
                foreach (var item in record.Plugins)
                {
                    var description = item!.AsObject();
                    var plugin = new InstalledPlugin(description, LoaderOf(directory, record, (string)description["class"]!));
                    if (IsWanted(record.Package) || IsWanted(plugin.Name)) plugins.Add(plugin);
                }
            }

            return plugins;
        }
        catch (LlmException ex)
        {
            warn?.Invoke(ex.Message);
            return [];
        }

        bool IsWanted(string name) => only is null || only.Contains(name, StringComparer.OrdinalIgnoreCase);
    }

    private static Func<IPlugin> LoaderOf(UserDirectory directory, PluginRecord record, string className) => () =>
        RuntimeCode.IsSupported
            ? new PluginLoader(directory.PluginsDirectory).Load(EditableProject.Refresh(directory, record), className)
            : throw new RuntimeCodeRequiredException(record.Package);
}
