using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;

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
    /// <param name="text">The text of the list if it has been read already.</param>
    /// <exception cref="LlmException">The file cannot be read; the message says how to repair it.</exception>
    public IReadOnlyList<PluginRecord> Read(byte[]? text = null)
    {
        if (text is null && !File.Exists(Path)) return [];
        try
        {
            if (Parse(text ?? File.ReadAllBytes(Path)) is { } records) return records;
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException or IOException or UnauthorizedAccessException
            or FormatException)
        {
            throw new LlmException(Broken(ex.Message), ex);
        }

        throw new LlmException(Broken("it was written by another version of llm"));
    }

    /// <summary>The text of the list, empty if there is none; null if it cannot be read or is cut off.</summary>
    public byte[]? ReadText()
    {
        try
        {
            if (!File.Exists(Path)) return [];
            var text = File.ReadAllBytes(Path);
            return text is [(byte)'{', .., (byte)'}'] ? text : null;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return null;
        }
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

    /// <summary>The packages of a list; null if it has another layout.</summary>
    private static List<PluginRecord>? Parse(byte[] text)
    {
        var reader = new Utf8JsonReader(text);
        var format = 0;
        List<PluginRecord>? records = null;
        reader.Read();
        while (reader.NextMember())
        {
            if (reader.ValueTextEquals("format"u8))
            {
                reader.Read();
                format = reader.GetInt32();
            }
            else if (format == Format && reader.ValueTextEquals("packages"u8))
            {
                records = [];
                for (reader.OpenList(); reader.NextItem();) records.Add(PluginRecord.Read(ref reader, text));
            }
            else
            {
                reader.Skip();
            }
        }

        // What follows is not JSON: half a file, or two.
        if (reader.Read()) throw new JsonException("it does not end where it should");
        return records;
    }

    private string Broken(string reason) =>
        $"The list of installed plugins, {Path}, cannot be read: {reason}. Run 'llm install' without a package to make it again.";
}
