namespace Llm;

/// <summary>Remembers which plugin registered each name of one kind, so that clashes can be reported with both plugins.</summary>
/// <param name="kind">The kind in messages.</param>
/// <remarks>Names of the program's own plugins are not remembered: plugins may replace them on purpose.</remarks>
internal sealed class NameOwners(string kind)
{
    private readonly List<(string Name, string Plugin, string? Given)> claims = [];
    private readonly List<PluginClash> clashes = [];
    private Dictionary<string, string>? owners;

    /// <summary>The plugin that registers now; null for one of the program's own.</summary>
    public string? Plugin { get; set; }

    /// <summary>The clashes so far.</summary>
    public IReadOnlyList<PluginClash> Clashes
    {
        get
        {
            lock (claims) if (claims.Count > 0) FindClashes();
            return clashes;
        }
    }

    /// <summary>Notes that the plugin registers a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="given">The name under which it is registered because that one is taken; null if it is that one.</param>
    public void Claim(string name, string? given = null)
    {
        if (Plugin is not null) claims.Add((name, Plugin, given == name ? null : given));
    }

    /// <summary>The clash about a name, or about the one that was given instead; null if there is none.</summary>
    public PluginClash? Find(string name)
    {
        foreach (var clash in Clashes)
            if (clash.Name == name || clash.Given == name)
                return clash;
        return null;
    }

    /// <summary>Looks through the claims, which only a few commands need.</summary>
    private void FindClashes()
    {
        owners ??= [];
        foreach (var (name, plugin, given) in claims)
        {
            if (owners.TryGetValue(name, out var owner) && owner != plugin) clashes.Add(new PluginClash(kind, name, owner, plugin, given));
            if (given is null) owners[name] = plugin;
        }

        claims.Clear();
    }
}
