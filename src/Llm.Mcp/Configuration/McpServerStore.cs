using System.Text.Json.Nodes;

namespace Llm.Mcp;

/// <summary>The user's servers in <c>mcp.json</c>, which has the form that other clients use and is readable by the owner only.</summary>
/// <remarks>
/// The file is read at each use, and a change preserves unknown members. Thread-safe; stores and processes that change the file at the
/// same time wait for each other.
/// </remarks>
public sealed class McpServerStore(UserDirectory directory)
{
    private const string Servers = "mcpServers";

    private readonly SettingStore settings = new(directory);
    private readonly JsonFile file = new(directory.McpFile, indent: 2, end: "\n", secret: true);

    /// <summary>The path of the file.</summary>
    public string Path => file.Path;

    /// <summary>All servers, in the order of the file.</summary>
    /// <exception cref="LlmException">The file is not valid.</exception>
    public IReadOnlyList<McpServerSettings> List() =>
        [.. ServersOf(file.Read()).Select(entry => new McpServerSettings(entry.Key, entry.Value as JsonObject ?? []))];

    /// <summary>Finds a server by name.</summary>
    /// <exception cref="LlmException">
    /// There is no such server; the message lists the existing ones. Or the user's settings are not valid.
    /// </exception>
    public McpServerSettings Get(string name)
    {
        var servers = List();
        var server = servers.FirstOrDefault(server => server.Name == name) ?? throw Unknown(name, servers);
        return server.Url is null ? server : server with { CertificateFile = settings.Get(Setting.CertificateFile) };
    }

    /// <summary>Adds a server.</summary>
    /// <exception cref="LlmException">
    /// The name is taken or has characters other than letters, digits, <c>_</c>, <c>-</c> and <c>.</c>, the entry is unusable, or the
    /// file cannot be written.
    /// </exception>
    public void Add(McpServerSettings server)
    {
        ArgumentNullException.ThrowIfNull(server);
        if (server.Name.Length == 0 || !server.Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.'))
            throw new LlmException($"'{server.Name}' cannot be the name of an MCP server: use letters, digits, _, - and . only.");
        if (server.Problem is { } problem) throw new LlmException($"The MCP server '{server.Name}' cannot be added: {problem}.");
        file.Change(content =>
        {
            var servers = ServersOf(content);
            if (servers.ContainsKey(server.Name))
                throw new LlmException($"There is already an MCP server '{server.Name}'. "
                    + $"Remove it first with 'llm mcp remove {server.Name}', or choose another name.");
            servers[server.Name] = server.Json.DeepClone();
            if (servers.Parent is null) content[Servers] = servers;
            return true;
        });
    }

    /// <summary>Removes a server.</summary>
    /// <exception cref="LlmException">There is no such server, or the file cannot be written.</exception>
    public void Remove(string name)
    {
        if (!file.Exists || !file.Change(content => ServersOf(content).Remove(name))) throw Unknown(name, List());
    }

    private JsonObject ServersOf(JsonObject content) => content[Servers] switch
    {
        null => [],
        JsonObject servers => servers,
        _ => throw new LlmException($"\"{Servers}\" in {Path} must be an object of servers by name: correct it."),
    };

    private static LlmException Unknown(string name, IReadOnlyList<McpServerSettings> servers) => new(servers.Count == 0
        ? $"There is no MCP server '{name}'. Add one with 'llm mcp add {(name.Length > 0 ? name : "NAME")} -- COMMAND'."
        : $"There is no MCP server '{name}'. There are: {string.Join(", ", servers.Select(server => server.Name))}");
}
