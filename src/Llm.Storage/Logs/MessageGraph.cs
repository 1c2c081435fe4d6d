using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>The messages below some tips, without their parts: who follows whom, and in which role.</summary>
internal sealed class MessageGraph
{
    private readonly Dictionary<string, Node> nodes;
    private readonly Dictionary<string, string> roots = [];

    private MessageGraph(Dictionary<string, Node> nodes) => this.nodes = nodes;

    /// <summary>A message's parent and role.</summary>
    public sealed record Node(string? Parent, string Role, string? ProviderMetadata);

    /// <summary>Loads everything below the tips with one statement; beginnings that chains share are read once.</summary>
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

    /// <summary>The message, or null if it is not stored.</summary>
    public Node? Find(string hash) => nodes.GetValueOrDefault(hash);

    /// <summary>The messages from the tip down to, and without, the message with the hash <paramref name="stop"/>; oldest first.</summary>
    public List<string> Chain(string? tip, string? stop = null)
    {
        var chain = new List<string>();
        for (var hash = tip; hash != stop && Next(hash, chain) is { } node; hash = node.Parent) chain.Add(hash!);
        chain.Reverse();
        return chain;
    }

    /// <summary>The last messages up to the tip whose role is one of these; oldest first.</summary>
    public List<string> Run(string? tip, params ReadOnlySpan<string> roles)
    {
        var run = new List<string>();
        for (var hash = tip; Next(hash, run) is { } node && roles.Contains(node.Role); hash = node.Parent) run.Add(hash!);
        run.Reverse();
        return run;
    }

    /// <summary>The first message of the chain that ends at the tip.</summary>
    public string? RootOf(string? tip)
    {
        // Turns of one conversation share their way down; each step is taken once.
        var path = new List<string>();
        string? root = null;
        for (var hash = tip; Next(hash, path) is { } node && !roots.TryGetValue(hash!, out root); hash = node.Parent) path.Add(hash!);

        root ??= path.Count == 0 ? null : path[^1];
        if (root is null) return null;
        foreach (var hash in path) roots[hash] = root;
        return root;
    }

    // No way is longer than all messages; in a damaged database it could run in a circle.
    private Node? Next(string? hash, List<string> way) =>
        hash is not null && way.Count <= nodes.Count ? nodes.GetValueOrDefault(hash) : null;
}
