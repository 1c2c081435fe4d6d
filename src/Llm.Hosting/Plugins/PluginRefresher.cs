using System.Text.Json.Nodes;

namespace Llm.Plugins;

/// <summary>Asks installed plugins again what they register, and keeps the answers in the list of plugins.</summary>
internal sealed class PluginRefresher(UserDirectory directory, TimeProvider clock, Action<string>? warn)
{
    /// <summary>Asks those plugins again whose lists may have changed; returns whether one has answered.</summary>
    /// <param name="plugins">All plugins.</param>
    /// <param name="modelsBefore">Returns the models that a plugin of this name may build on.</param>
    /// <exception cref="RuntimeCodeRequiredException">This program cannot load the plugin.</exception>
    public bool Refresh(IEnumerable<IPlugin> plugins, Func<string, ModelRegistry> modelsBefore)
    {
        var answered = false;
        foreach (var plugin in plugins)
        {
            if (plugin is not InstalledPlugin { Summary: { Refreshes: true } summary } installed) continue;
            if (!RefreshCheck.IsDue(summary.Json, clock.GetUtcNow())) continue;
            try
            {
                var description = PluginDescription.Of(installed.Loaded, modelsBefore(plugin.Name), clock.GetUtcNow());
                installed.Replace(description);
                Keep(installed.Record, description);
                answered = true;
            }
            catch (Exception ex) when (ex is not OutOfMemoryException and not RuntimeCodeRequiredException)
            {
                warn?.Invoke(
                    $"The plugin {plugin.Name} could not list again what it offers: {ex.Message.TrimEnd('.')}. "
                    + $"What is shown is from {RefreshCheck.Asked(summary.Json).ToLocalTime():yyyy-MM-dd HH:mm}.");
            }
        }

        return answered;
    }

    /// <summary>Replaces the description in the package and in the list, unless the package has been installed again meanwhile.</summary>
    private void Keep(PluginRecord record, JsonObject description)
    {
        var index = new PluginIndex(directory);
        using var held = FileLock.Take(index.Path);
        var records = index.Read();
        if (records.FirstOrDefault(present => present.Folder == record.Folder) is not { } listed) return;
        var folder = Path.Combine(directory.PluginsDirectory, record.Folder);
        var whole = PackageFolder.Read(folder, record);
        Replace(whole, description);
        AtomicFile.WriteAllText(Path.Combine(folder, PackageFolder.RecordFile), whole.Json.ToJsonString());
        Replace(listed, description);
        index.Write(records);
    }

    private static void Replace(PluginRecord record, JsonObject description)
    {
        for (var i = 0; i < record.Plugins.Count; i++)
            if ((string?)record.Plugins[i]!["class"] == (string?)description["class"])
                record.Plugins[i] = description.DeepClone();
    }
}
