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
                var package = new Lazy<Func<string, IPlugin>>(() => Load(directory, record));
                var whole = new Lazy<PluginRecord?>(() => Describe(directory, record, warn));
                foreach (var item in record.Plugins)
                {
                    var description = item!.AsObject();
                    var plugin = new InstalledPlugin(record, description, whole, () => package.Value((string)description["class"]!));
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

    /// <summary>Reads what the plugins of a package offer; null, after a warning, if that cannot be read.</summary>
    private static PluginRecord? Describe(UserDirectory directory, PluginRecord record, Action<string>? warn)
    {
        try
        {
            return PackageFolder.Read(Path.Combine(directory.PluginsDirectory, record.Folder), record);
        }
        catch (LlmException ex)
        {
            warn?.Invoke(ex.Message);
            return null;
        }
    }

    /// <summary>Loads a package; returns its plugins by the names of their classes.</summary>
    private static Func<string, IPlugin> Load(UserDirectory directory, PluginRecord record) => RuntimeCode.IsSupported
        ? new PluginLoader(directory.PluginsDirectory).Load(EditableProject.Refresh(directory, record))
        : throw new RuntimeCodeRequiredException(record.Package);
}
