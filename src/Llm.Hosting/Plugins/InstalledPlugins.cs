using System.Text;

namespace Llm.Plugins;

/// <summary>The plugins of the installed packages, as a host knows them. The list of packages is read when it is needed.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class InstalledPlugins
{
    private readonly UserDirectory directory;
    private readonly IReadOnlyCollection<string>? only;
    private readonly Action<string>? warn;
    private readonly Lazy<IReadOnlyList<InstalledPlugin>> all;

    /// <summary>The text of the list; null if only reading it can say what is wrong with it.</summary>
    private readonly Lazy<byte[]?> text;

    /// <summary>Makes them known.</summary>
    /// <param name="directory">The user directory.</param>
    /// <param name="only">The names of the packages or plugins to load; null for all.</param>
    /// <param name="warn">Receives a sentence if the list cannot be read.</param>
    public InstalledPlugins(UserDirectory directory, IReadOnlyCollection<string>? only, Action<string>? warn)
    {
        (this.directory, this.only, this.warn) = (directory, only, warn);
        text = new(() => only is { Count: 0 } ? [] : new PluginIndex(directory).ReadText());
        all = new(Read);
    }

    /// <summary>Whether there are certainly none.</summary>
    public bool IsEmpty => text.Value is [];

    /// <summary>The plugins, in the order in which they register; loads none.</summary>
    public IReadOnlyList<InstalledPlugin> All => all.Value;

    /// <summary>
    /// Whether the list may contain a name, that of a model, a command or a kind of things. A name that it does not contain is none of a
    /// plugin's, so most commands need not read the list.
    /// </summary>
    public bool MayHave(string name)
    {
        if (text.Value is not { } list) return true;
        if (list.Length == 0) return false;
        // Other characters may be written in several ways.
        if (!name.All(character => char.IsAsciiLetterOrDigit(character) || "-_.:/ ".Contains(character))) return true;
        var quoted = Encoding.UTF8.GetBytes($"\"{name}\"");
        for (ReadOnlySpan<byte> rest = list; rest.IndexOf(quoted) is >= 0 and var at;)
        {
            rest = rest[(at + quoted.Length)..];
            // The name of a property is not what is looked for.
            if (rest.Length == 0 || rest[0] != ':') return true;
        }

        return false;
    }

    private List<InstalledPlugin> Read()
    {
        var plugins = new List<InstalledPlugin>();
        try
        {
            foreach (var record in IsEmpty ? [] : new PluginIndex(directory).Read(text.Value))
            {
                var package = new PluginPackage(directory, record, warn);
                foreach (var summary in record.Summaries)
                    if (IsWanted(record.Package) || IsWanted(summary.Name))
                        plugins.Add(new InstalledPlugin(package, summary));
            }
        }
        catch (LlmException ex)
        {
            warn?.Invoke(ex.Message);
        }

        return plugins;
    }

    private bool IsWanted(string name) => only is null || only.Contains(name, StringComparer.OrdinalIgnoreCase);
}
