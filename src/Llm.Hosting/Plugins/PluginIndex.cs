using System.Text.Json;
using System.Text.Json.Nodes;

namespace Llm.Plugins;

/// <summary>The list of installed packages with what is needed of their plugins at every start.</summary>
/// <remarks>It is replaced as a whole, so a reader sees either the old or the new set of plugins.</remarks>
internal sealed class PluginIndex(UserDirectory directory)
{
    /// <summary>The layout of the file. Another number means that another version of llm has written it.</summary>
    private const int Format = 2;

    /// <summary>The file.</summary>
    public string Path { get; } = System.IO.Path.Combine(directory.PluginsDirectory, "plugins.json");

    /// <summary>Reads the list.</summary>
    /// <exception cref="LlmException">The file cannot be read; the message says how to repair it.</exception>
    public IReadOnlyList<PluginRecord> Read()
    {
        if (!File.Exists(Path)) return [];
        try
        {
            if (JsonNode.Parse(File.ReadAllBytes(Path)) is JsonObject json && (int?)json["format"] == Format)
                return [.. json["packages"]!.AsArray().Select(package => new PluginRecord(package!.AsObject()))];
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException or NullReferenceException or IOException
            or UnauthorizedAccessException or FormatException)
        {
            throw new LlmException(Broken(ex.Message), ex);
        }

        throw new LlmException(Broken("it was written by another version of llm"));
    }

    /// <summary>Replaces the list.</summary>
    /// <exception cref="LlmException">The file cannot be written.</exception>
    public void Write(IEnumerable<PluginRecord> records) => AtomicFile.WriteAllText(
        Path,
        new JsonObject
        {
            ["format"] = Format,
            ["packages"] = new JsonArray([.. records.Select(record => record.Summarise())]),
        }.ToJsonString());

    private string Broken(string reason) =>
        $"The list of installed plugins, {Path}, cannot be read: {reason}. Run 'llm install' without a package to make it again.";
}
