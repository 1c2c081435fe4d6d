using System.Text.Json.Nodes;

namespace Llm.Plugins;

/// <summary>An installed package with the plugins in it, as its record in the folder of plugins describes it.</summary>
/// <remarks>
/// The record is JSON: what was installed and where it lies, and for each plugin of the package what it offers, as
/// <see cref="PluginDescription"/> writes it and <see cref="InstalledPlugin"/> reads it.
/// </remarks>
internal sealed class PluginRecord(JsonObject json)
{
    /// <summary>The record.</summary>
    public JsonObject Json => json;

    /// <summary>The ID of the package.</summary>
    public string Package => (string)json["package"]!;

    /// <summary>The version of the package.</summary>
    public string Version => (string)json["version"]!;

    /// <summary>The path of its files, relative to the folder of plugins.</summary>
    public string Folder => (string)json["folder"]!;

    /// <summary>The file names of the assemblies that contain the plugins.</summary>
    public IEnumerable<string> Assemblies => json["assemblies"]!.AsArray().Select(name => (string)name!);

    /// <summary>What was named on installation: an ID, a folder or an address.</summary>
    public string Requested => (string)json["requested"]!;

    /// <summary>When it was installed; null if an older version of the tool did it.</summary>
    public string? Installed => (string?)json["installed"];

    /// <summary>The project that is built again when its sources change; null if there is none.</summary>
    public string? Editable => (string?)json["editable"];

    /// <summary>The descriptions of the plugins; in the list of packages, their summaries.</summary>
    public JsonArray Plugins => json["plugins"]!.AsArray();

    /// <summary>The record as it is in the list of packages.</summary>
    public JsonObject Summarise()
    {
        var summary = new JsonObject();
        foreach (var (name, value) in json)
        {
            summary[name] = name == "plugins"
                ? new JsonArray([.. Plugins.Select(plugin => PluginDescription.Summarise(plugin!.AsObject()))])
                : value?.DeepClone();
        }

        return summary;
    }
}
