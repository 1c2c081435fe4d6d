namespace Llm;

/// <summary>The models that the sources of a registry find by name; each name is looked for once. Thread-safe.</summary>
internal sealed class FoundModels<TModel>
    where TModel : class
{
    private readonly Dictionary<string, TModel?> found = [];

    /// <summary>The model of the first source that has the name; each call returns the same one.</summary>
    /// <param name="name">The name.</param>
    /// <param name="sources">The sources.</param>
    /// <param name="find">Asks a source.</param>
    /// <param name="attach">Gives a model that was found what the host provides.</param>
    public TModel? Find<TSource>(string name, List<TSource> sources, Func<TSource, string, TModel?> find, Action<TModel> attach)
        where TSource : class
    {
        if (sources.Count == 0) return null;
        lock (found)
        {
            if (found.TryGetValue(name, out var model)) return model;
            foreach (var source in sources)
            {
                if ((model = find(source, name)) is null) continue;
                attach(model);
                break;
            }

            return found[name] = model;
        }
    }
}
