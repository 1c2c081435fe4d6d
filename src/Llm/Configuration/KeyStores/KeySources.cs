using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm;

/// <summary>
/// The file that says which keys come from a command or from the system's key store. The Python tool does not read it, and its
/// <c>keys.json</c> stays as it is.
/// </summary>
/// <remarks>
/// The system's store is asked only for the names that are here, so that people who do not use it are never asked to unlock it.
/// </remarks>
internal sealed class KeySources(UserDirectory directory)
{
    /// <summary>The member for a command.</summary>
    public const string Command = "command";

    /// <summary>The member for the system's store: encrypted by Windows, else only a sign.</summary>
    public const string System = "system";

    private readonly JsonFile file = new(directory.KeySourcesFile, indent: 2, end: "\n", secret: true);

    /// <summary>The names with any source, or with one kind of source; sorted.</summary>
    public IReadOnlyList<string> Names(string? kind = null)
    {
        var names = new List<string>();
        foreach (var (name, source) in file.Read())
        {
            if (source is JsonObject found && (kind is null || found.ContainsKey(kind))) names.Add(name);
        }

        names.Sort(StringComparer.Ordinal);
        return names;
    }

    /// <summary>The value for a name; null if it has no source of this kind.</summary>
    public string? Find(string name, string kind) => (file.Read()[name] as JsonObject)?.Text(kind);

    public void Set(string name, string kind, string value) => file.Change(sources =>
    {
        sources[name] = new JsonObject { [kind] = value };
        return true;
    });

    public bool Remove(string name, string kind) => file.Exists
        && file.Change(sources => sources[name] is JsonObject source && source.ContainsKey(kind) && sources.Remove(name));
}
