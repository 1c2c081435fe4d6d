using System.Text.Json.Nodes;

namespace Llm;

/// <summary>A model of an installed plugin as the plugin described it when it was installed; nothing of the plugin is loaded.</summary>
/// <param name="id">The id of the model.</param>
/// <param name="load">Loads the plugin and returns the model itself.</param>
internal sealed class DeferredModel(string id, Func<Model> load) : KeyModel(id)
{
    private readonly Lazy<Model> loaded = new(load);

    /// <summary>The label of listings.</summary>
    public required string Label { get; init; }

    /// <summary>The full name of the plugin's class.</summary>
    public required string Class { get; init; }

    public bool Streams { get; init; }

    public bool TakesSchema { get; init; }

    public bool TakesTools { get; init; }

    public bool IsAsync { get; init; }

    public string? Key { get; init; }

    public string? KeyVariable { get; init; }

    public IReadOnlyList<ServerSideToolType> ServerSideToolTypes { get; init; } = [];

    public IReadOnlyCollection<string> MediaTypes { get; init; } = [];

    public IReadOnlyList<ModelOption> DescribedOptions { get; init; } = [];

    public IReadOnlyDictionary<string, JsonNode> Replacements { get; init; } =
        System.Collections.ObjectModel.ReadOnlyDictionary<string, JsonNode>.Empty;

    public override bool CanStream => Streams;

    public override bool SupportsSchema => TakesSchema;

    public override bool SupportsTools => TakesTools;

    public override bool SupportsAsync => IsAsync;

    public override string? NeedsKey => Key;

    public override string? KeyEnvironmentVariable => KeyVariable;

    public override IReadOnlyList<ServerSideToolType> ServerSideTools => ServerSideToolTypes;

    public override IReadOnlyCollection<string> AttachmentTypes => MediaTypes;

    public override IReadOnlyList<ModelOption> Options => DescribedOptions;

    public override IReadOnlyDictionary<string, JsonNode> JsonReplacements => Replacements;

    internal override string ClassName => Class;

    internal override Model Loaded => loaded.Value;

    public override string ToString() => Label;

    public override IAsyncEnumerable<StreamEvent> ExecuteAsync(
        Prompt prompt, ModelContext context, CancellationToken cancellationToken) =>
        Loaded.ExecuteAsync(prompt, context, cancellationToken);
}
