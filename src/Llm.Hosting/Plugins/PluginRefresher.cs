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
            if (plugin is not InstalledPlugin installed || !RefreshCheck.IsDue(installed.Description, clock.GetUtcNow())) continue;
            try
            {
                var description = PluginDescription.Of(installed.Loaded, modelsBefore(plugin.Name), clock.GetUtcNow());
                installed.Description = description;
                Keep(installed.Record, description);
                answered = true;
            }
            catch (Exception ex) when (ex is not OutOfMemoryException and not RuntimeCodeRequiredException)
            {
                warn?.Invoke(
                    $"The plugin {plugin.Name} could not list again what it offers: {ex.Message.TrimEnd('.')}. "
                    + $"What is shown is from {RefreshCheck.Asked(installed.Description).ToLocalTime():yyyy-MM-dd HH:mm}.");
            }
        }

        return answered;
    }

    /// <summary>Replaces the description in the list of plugins, unless the package has been installed again meanwhile.</summary>
    private void Keep(PluginRecord record, JsonObject description)
    {
        var index = new PluginIndex(directory);
        using var held = FileLock.Take(index.Path);
        var records = index.Read();
        foreach (var present in records)
        {
            if (present.Folder != record.Folder) continue;
            var at = present.Plugins.ToList().FindIndex(other => (string?)other!["class"] == (string?)description["class"]);
            if (at >= 0) present.Plugins[at] = description.DeepClone();
        }

        index.Write(records);
    }
}
