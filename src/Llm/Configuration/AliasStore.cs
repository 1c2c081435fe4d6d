using Llm.Json;

namespace Llm;

/// <summary>The user's aliases for models in <c>aliases.json</c>.</summary>
public sealed class AliasStore(UserDirectory directory)
{
    private readonly JsonFile file = new(directory.AliasesFile, indent: 4, end: "\n");

    /// <summary>The file.</summary>
    public string Path => file.Path;

    /// <summary>From alias to model id, in the order of the file.</summary>
    /// <exception cref="LlmException">The file is broken.</exception>
    public IReadOnlyDictionary<string, string> Read()
    {
        var aliases = new OrderedDictionary<string, string>();
        var content = file.Read();
        // What is no text is nobody's alias, but stays in the file.
        foreach (var (alias, _) in content)
            if (content.Text(alias) is { } modelId)
                aliases[alias] = modelId;
        return aliases;
    }

    /// <summary>The aliases that the user gave to a model.</summary>
    public static IReadOnlyList<string> Of(string modelId, IReadOnlyDictionary<string, string> aliases)
    {
        var names = new List<string>();
        foreach (var (alias, id) in aliases)
        {
            if (id == modelId) names.Add(alias);
        }

        return names;
    }

    /// <summary>Lets an alias stand for a model id.</summary>
    public void Set(string alias, string modelId)
    {
        var content = file.Read();
        content[alias] = modelId;
        file.Write(content);
    }

    /// <summary>Removes an alias.</summary>
    /// <exception cref="LlmException">There is none of that name.</exception>
    public void Remove(string alias)
    {
        if (!file.Exists) throw new LlmException("No aliases.json file exists");
        var content = file.Read();
        if (!content.Remove(alias)) throw new LlmException($"No such alias: {alias}");
        file.Write(content);
    }
}
