using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>The chains of messages that end in some tips: their links and roles, without their parts.</summary>
internal sealed class MessageGraph
{
    private readonly Dictionary<string, Node> nodes;
    private readonly Dictionary<string, string> roots = [];

    private MessageGraph(Dictionary<string, Node> nodes) => this.nodes = nodes;

    /// <summary>The parent, role and metadata of a message.</summary>
    public sealed record Node(string? Parent, string Role, string? ProviderMetadata);

    /// <summary>Loads the chains of all tips with one statement; messages that chains share are read once.</summary>
    public static MessageGraph Load(Database database, IEnumerable<string> tips)
    {
        var nodes = database.Query(
            """
            WITH RECURSIVE chain(hash) AS (
                SELECT value FROM json_each(?1)
                UNION
                SELECT messages.parent_hash FROM messages JOIN chain ON messages.hash = chain.hash WHERE messages.parent_hash IS NOT NULL)
            SELECT messages.hash, messages.parent_hash, messages.role, messages.provider_metadata
            FROM chain JOIN messages ON messages.hash = chain.hash
            """,
            IdList.Of(tips)).ToDictionary(
                row => row.Text("hash")!,
                row => new Node(row.Text("parent_hash"), row.Text("role") ?? "", row.Text("provider_metadata")));
        return new MessageGraph(nodes);
    }

    /// <summary>Finds a message; returns null if it is not stored.</summary>
    public Node? Find(string hash) => nodes.GetValueOrDefault(hash);

    /// <summary>Returns the hashes from the message after <paramref name="stop"/>, or from the first message, to the tip.</summary>
    public List<string> Chain(string? tip, string? stop = null)
    {
        var chain = new List<string>();
        for (var hash = tip; hash != stop && Next(hash, chain) is { } node; hash = node.Parent) chain.Add(hash!);
        chain.Reverse();
        return chain;
    }

    /// <summary>Returns the hashes of the last consecutive messages up to the tip that have one of these roles, oldest first.</summary>
    public List<string> Run(string? tip, params ReadOnlySpan<string> roles)
    {
        var run = new List<string>();
        for (var hash = tip; Next(hash, run) is { } node && roles.Contains(node.Role); hash = node.Parent) run.Add(hash!);
        run.Reverse();
        return run;
    }

    /// <summary>Returns the hash of the first message of the chain that ends in the tip; null if there is none.</summary>
    public string? RootOf(string? tip)
    {
        // Turns of one conversation share most of their chain, so that known roots end the search.
        var path = new List<string>();
        string? root = null;
        for (var hash = tip; Next(hash, path) is { } node && !roots.TryGetValue(hash!, out root); hash = node.Parent) path.Add(hash!);

        root ??= path.Count == 0 ? null : path[^1];
        if (root is null) return null;
        foreach (var hash in path) roots[hash] = root;
        return root;
    }

    // A chain is no longer than the number of messages; in a damaged database, it could contain a cycle.
    private Node? Next(string? hash, List<string> path) =>
        hash is not null && path.Count <= nodes.Count ? nodes.GetValueOrDefault(hash) : null;
}
