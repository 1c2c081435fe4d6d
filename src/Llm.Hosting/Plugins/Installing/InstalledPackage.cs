namespace Llm.Plugins;

/// <summary>A package that was installed.</summary>
/// <param name="Id">The ID of the package.</param>
/// <param name="Version">Its version.</param>
/// <param name="Plugins">The names of the plugins in it.</param>
public sealed record InstalledPackage(string Id, string Version, IReadOnlyList<string> Plugins)
{
    internal static InstalledPackage Of(PluginRecord record) =>
        new(record.Package, record.Version, [.. record.Plugins.Select(plugin => (string)plugin!["name"]!)]);
}
