using Llm.Json;

namespace Llm;

/// <summary>The API keys in <c>keys.json</c>, readable by the owner only.</summary>
/// <remarks>
/// The file is read at each use, so that a key set by another program is used immediately. Thread-safe; stores and processes that
/// change the file at the same time wait for each other.
/// </remarks>
public sealed class KeyStore(UserDirectory directory) : IKeyStore
{
    /// <summary>The name of this store among those of plugins: <c>file</c>.</summary>
    public const string Name = "file";

    private const string Note = "// Note";

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
    public void Set(string name, string value) => file.Change(keys =>
    {
        if (!file.Exists) keys[Note] = "This file stores secret API credentials. Do not share!";
        keys[name] = value;
        return true;
    });

    /// <summary>Removes a key; returns false if there is no such key.</summary>
    public bool Remove(string name) => file.Exists && file.Change(keys => keys.Remove(name));
}
