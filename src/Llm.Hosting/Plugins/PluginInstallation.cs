namespace Llm.Plugins;

/// <summary>Where an installed plugin comes from.</summary>
/// <param name="Package">The ID of the package.</param>
/// <param name="Version">The version of the package.</param>
/// <param name="Folder">The path of the files.</param>
/// <param name="Asked">
/// When the plugin was last asked what it registers; on installation, unless <see cref="IPlugin.Refresh"/> says more.
/// </param>
/// <param name="IsDynamic">Whether the plugin is asked again, as <see cref="IPlugin.Refresh"/> says.</param>
public sealed record PluginInstallation(string Package, string Version, string Folder, DateTimeOffset Asked, bool IsDynamic)
{
    /// <summary>The installation of a plugin; null for one that <c>llm install</c> did not install.</summary>
    public static PluginInstallation? Of(LlmHost host, IPlugin plugin)
    {
        ArgumentNullException.ThrowIfNull(host);
        return plugin is not InstalledPlugin { Record: var record, Summary: var summary } ? null : new(
            record.Package, record.Version, Path.Combine(host.Directory.PluginsDirectory, record.Folder), RefreshCheck.Asked(summary.Json),
            summary.Refreshes);
    }
}
