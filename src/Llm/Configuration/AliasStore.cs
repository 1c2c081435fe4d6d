using Llm.Json;

namespace Llm;

/// <summary>The user's aliases for models in <c>aliases.json</c>.</summary>
/// <remarks>Thread-safe; stores and processes that change the file at the same time wait for each other.</remarks>
public sealed class AliasStore(UserDirectory directory)
{
    private readonly JsonFile file = new(directory.AliasesFile, indent: 4, end: "\n");

    /// <summary>The path of the file.</summary>
    public string Path => file.Path;

    /// <summary>The model ids by alias, in the order of the file.</summary>
    /// <exception cref="LlmException">The file is not valid.</exception>
    public IReadOnlyDictionary<string, string> Read()
    {
        var aliases = new OrderedDictionary<string, string>();
        var content = file.Read();
        // A value that is not text is not an alias, but stays in the file.
        foreach (var (alias, _) in content)
            if (content.Text(alias) is { } modelId)
                aliases[alias] = modelId;
        return aliases;
    }

    /// <summary>The aliases of a model among <paramref name="aliases"/>.</summary>
    public static IReadOnlyList<string> NamesOf(string modelId, IReadOnlyDictionary<string, string> aliases)
    {
        var names = new List<string>();
        foreach (var (alias, id) in aliases)
        {
            if (id == modelId) names.Add(alias);
        }

        return names;
    }

    /// <summary>Sets an alias for a model id.</summary>
    /// <exception cref="LlmException">The file cannot be read or written.</exception>
    public void Set(string alias, string modelId) => file.Change(aliases =>
    {
        aliases[alias] = modelId;
        return true;
    });

    /// <summary>Removes an alias.</summary>
    /// <exception cref="LlmException">There is no such alias.</exception>
    public void Remove(string alias)
    {
        if (!file.Exists) throw new LlmException("No aliases.json file exists");
        if (!file.Change(aliases => aliases.Remove(alias))) throw new LlmException($"No such alias: {alias}");
    }
}
