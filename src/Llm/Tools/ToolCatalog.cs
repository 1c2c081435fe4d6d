namespace Llm;

/// <summary>Finds tools from what users type: names, toolboxes with arguments, server-side tools of a model, <c>prefix:name</c>.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class ToolCatalog(ToolRegistry registry)
{
    /// <summary>The tools and toolboxes that plugins registered.</summary>
    public ToolRegistry Registry { get; } = registry;

    /// <summary>Finds or creates the tools that the specifications name, and prepares toolboxes.</summary>
    /// <param name="specifications">Names such as <c>llm_time</c>, <c>Memory("notes")</c>, <c>WebSearch</c> or <c>mcp:files</c>.</param>
    /// <param name="model">The model whose server-side tools may be named; null allows none.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="LlmException">A tool is unknown, in which case the message lists the known ones, or cannot be created.</exception>
    public async Task<ToolSelection> SelectAsync(
        IReadOnlyList<string> specifications, Model? model = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(specifications);
        var serverSide = model?.ServerSideTools ?? [];
        var unknown = specifications.Where(text => !IsKnown(text, serverSide)).ToList();
        if (unknown.Count > 0)
        {
            var available = Registry.Names.Concat(serverSide.Select(type => type.Name));
            throw new LlmException($"Tool(s) {string.Join(", ", unknown)} not found. Available tools: {string.Join(", ", available)}");
        }

        var selection = new ToolSelection();
        try
        {
            // A toolbox that is named twice is created once.
            foreach (var text in specifications.Where(text => !selection.Has(text)))
                await AddAsync(selection, text, serverSide, cancellationToken);
            return selection;
        }
        catch
        {
            // The first error is the one to report.
            await selection.DisposeAsync().AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    private bool IsKnown(string text, IReadOnlyList<ServerSideToolType> serverSide)
    {
        if (LoaderOf(text) is not null) return true;
        var name = ToolSpec.NameOf(text);
        return Registry.Tools.ContainsKey(name) || Registry.Toolboxes.ContainsKey(name) || serverSide.Any(type => type.Name == name);
    }

    private async Task AddAsync(
        ToolSelection selection, string text, IReadOnlyList<ServerSideToolType> serverSide, CancellationToken cancellationToken)
    {
        var name = ToolSpec.NameOf(text);
        if (LoaderOf(text) is { } loader)
        {
            var argument = text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..];
            await selection.AddAsync(text, await loader(argument, cancellationToken), cancellationToken);
        }
        else if (Registry.Tools.TryGetValue(name, out var tool))
        {
            selection.Add(tool.Load?.Invoke() ?? tool);
        }
        else if (Registry.Toolboxes.TryGetValue(name, out var toolbox))
        {
            toolbox = toolbox.Load?.Invoke() ?? toolbox;
            var arguments = ToolSpec.Parse(text).Arguments(toolbox.InputSchema);
            await selection.AddAsync(text, await toolbox.CreateAsync(arguments, cancellationToken), cancellationToken);
        }
        else
        {
            var type = serverSide.First(type => type.Name == name);
            selection.Add(type.Make(ToolSpec.Parse(text).Arguments(type.InputSchema)));
        }
    }

    private ToolboxLoader? LoaderOf(string text) =>
        text.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? Registry.Loaders.GetValueOrDefault(text[..colon]) : null;
}
