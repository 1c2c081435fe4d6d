using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm;

/// <summary>The API keys in <c>keys.json</c>, readable by the owner only.</summary>
/// <remarks>
/// The file is read at each use, so that a key set by another program is used immediately. Thread-safe; if two stores or processes
/// change the file at the same time, the last one wins.
/// </remarks>
public sealed class KeyStore(UserDirectory directory) : IKeySource
{
    private const string Note = "// Note";

    private readonly Lock changing = new();
    private readonly JsonFile file = new(directory.KeysFile, indent: 2, end: "\n", secret: true);

    /// <summary>The path of the file.</summary>
    public string Path => file.Path;

    /// <summary>Whether the file exists.</summary>
    public bool Exists => file.Exists;

    /// <inheritdoc/>
    public string? Find(string name) => file.Read().Text(name);

    /// <summary>The names of all keys, sorted.</summary>
    public IReadOnlyList<string> Names =>
        [.. file.Read().Select(entry => entry.Key).Where(name => name != Note).Order(StringComparer.Ordinal)];

    /// <summary>Stores a key.</summary>
    /// <exception cref="LlmException">The file cannot be read or written.</exception>
    public void Set(string name, string value)
    {
        lock (changing)
        {
            var keys = file.Exists ? file.Read() : new JsonObject { [Note] = "This file stores secret API credentials. Do not share!" };
            keys[name] = value;
            file.Write(keys);
        }
    }

    /// <summary>Removes a key; returns false if there is no such key.</summary>
    public bool Remove(string name)
    {
        lock (changing)
        {
            var keys = file.Read();
            if (!keys.Remove(name)) return false;
            file.Write(keys);
            return true;
        }
    }
}
