using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Plugins;

/// <summary>An installed package with the plugins in it, as its record in the folder of plugins describes it.</summary>
/// <remarks>
/// The record is JSON: what was installed and where it lies, and for each plugin of the package what it offers, as
/// <see cref="PluginDescription"/> writes it and <see cref="InstalledPlugin"/> reads it.
/// </remarks>
internal sealed class PluginRecord
{
    private readonly ReadOnlyMemory<byte> text;
    private JsonObject? json;

    /// <summary>Makes a record of its JSON.</summary>
    public PluginRecord(JsonObject json)
    {
        this.json = json;
        Package = (string)json["package"]!;
        Summaries = [];
    }

    private PluginRecord(string package, IReadOnlyList<PluginSummary> summaries, ReadOnlyMemory<byte> text)
    {
        Package = package;
        Summaries = summaries;
        this.text = text;
    }

    /// <summary>The record.</summary>
    public JsonObject Json => json ??= JsonNode.Parse(text.Span)!.AsObject();

    /// <summary>The ID of the package.</summary>
    public string Package { get; }

    /// <summary>What the list of packages has of the plugins; empty if the record was not read from it.</summary>
    public IReadOnlyList<PluginSummary> Summaries { get; }

    /// <summary>The version of the package.</summary>
    public string Version => (string)Json["version"]!;

    /// <summary>The path of its files, relative to the folder of plugins.</summary>
    public string Folder => (string)Json["folder"]!;

    /// <summary>The file names of the assemblies that contain the plugins.</summary>
    public IEnumerable<string> Assemblies => Json["assemblies"]!.AsArray().Select(name => (string)name!);

    /// <summary>What was named on installation: an ID, a folder or an address.</summary>
    public string Requested => (string)Json["requested"]!;

    /// <summary>When it was installed; null if an older version of the tool did it.</summary>
    public string? Installed => (string?)Json["installed"];

    /// <summary>The project that is built again when its sources change; null if there is none.</summary>
    public string? Editable => (string?)Json["editable"];

    /// <summary>The descriptions of the plugins; in the list of packages, their summaries.</summary>
    public JsonArray Plugins => Json["plugins"]!.AsArray();

    /// <summary>Reads the record at which the reader is in the list of packages, and moves to its end.</summary>
    /// <inheritdoc cref="PluginSummary.Read"/>
    public static PluginRecord Read(ref Utf8JsonReader reader, ReadOnlyMemory<byte> source)
    {
        var start = (int)reader.TokenStartIndex;
        string? package = null;
        List<PluginSummary>? plugins = null;
        while (reader.NextMember())
        {
            if (reader.ValueTextEquals("package"u8))
            {
                package = reader.NextText();
            }
            else if (reader.ValueTextEquals("plugins"u8))
            {
                plugins = [];
                for (reader.OpenList(); reader.NextItem();)
                    plugins.Add(PluginSummary.Read(ref reader, source));
            }
            else
            {
                reader.Skip();
            }
        }

        return new PluginRecord(
            package ?? throw PluginSummary.Missing("package"), plugins ?? throw PluginSummary.Missing("plugins"),
            source[start..(int)reader.BytesConsumed]);
    }

    /// <summary>The record as it is in the list of packages.</summary>
    public JsonObject Summarise()
    {
        var summary = new JsonObject();
        foreach (var (name, value) in Json)
        {
            summary[name] = name == "plugins"
                ? new JsonArray([.. Plugins.Select(plugin => PluginDescription.Summarise(plugin!.AsObject()))])
                : value?.DeepClone();
        }

        return summary;
    }
}
