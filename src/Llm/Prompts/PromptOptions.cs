using System.Collections.ObjectModel;
using System.Text.Json.Nodes;

namespace Llm;

/// <summary>Everything that can go with the text of a prompt.</summary>
/// <remarks>
/// Immutable, so it can be shared by any number of prompts and copied with <c>with</c>. Lists, tools and schemas are not copied: do not
/// change what was given.
/// </remarks>
public sealed record PromptOptions
{
    /// <summary>
    /// Instructions. They go in front of all messages; on a later turn they must be those that the conversation began with.
    /// </summary>
    public string? System { get; init; }

    /// <summary>Longer texts that go before the prompt.</summary>
    public IReadOnlyList<Fragment> Fragments { get; init; } = [];

    /// <summary>Longer texts that go before the instructions.</summary>
    public IReadOnlyList<Fragment> SystemFragments { get; init; } = [];

    /// <summary>Images, documents, sounds.</summary>
    public IReadOnlyList<Attachment> Attachments { get; init; } = [];

    /// <summary>
    /// An explicit history in place of the conversation's; this turn's input is added to it, and instructions are put in front of it
    /// unless it begins with the same.
    /// </summary>
    public IReadOnlyList<Message>? Messages { get; init; }

    /// <summary>The JSON schema that the answer must follow.</summary>
    public JsonObject? Schema { get; init; }

    /// <summary>The schema's name for the provider, where it takes one; null for the provider's usual name.</summary>
    public string? SchemaName { get; init; }

    /// <summary>What an answer of the schema is, for providers that take a description.</summary>
    public string? SchemaDescription { get; init; }

    /// <summary>Tools that are offered to the model.</summary>
    public IReadOnlyList<Tool> Tools { get; init; } = [];

    /// <summary>Toolboxes whose tools are offered too; a <see cref="Chain"/> prepares them first.</summary>
    public IReadOnlyList<Toolbox> Toolboxes { get; init; } = [];

    /// <summary>
    /// Whether the model must call tools; null leaves it to the provider, which usually means <see cref="ToolChoice.Auto"/>.
    /// </summary>
    /// <remarks>In a <see cref="Chain"/> it counts for the first answer, because a model that must call tools would never end.</remarks>
    public ToolChoice? ToolChoice { get; init; }

    /// <summary>Whether the model may make several calls at once; null leaves it to the provider.</summary>
    public bool? ParallelToolCalls { get; init; }

    /// <summary>Results of the tool calls of the turn before.</summary>
    public IReadOnlyList<ToolResult> ToolResults { get; init; } = [];

    /// <summary>Model options by name; values may be text, which is converted. What is set is copied.</summary>
    public IReadOnlyDictionary<string, JsonNode?> Options
    {
        get;
        init => field = Copy(value);
    } = ReadOnlyDictionary<string, JsonNode?>.Empty;

    /// <summary>
    /// Members that are added to the body of the provider's request, in place of those of the same name: for what no option covers.
    /// </summary>
    /// <remarks>They are sent unchecked and are not stored in the log.</remarks>
    public JsonObject? ExtraBody { get; init; }

    /// <summary>Asks the provider not to send its reasoning.</summary>
    public bool HideReasoning { get; init; }

    /// <summary>Whether to stream the answer, where the model can.</summary>
    public bool Stream { get; init; } = true;

    /// <summary>An API key, or the name of a stored one, in place of the model's own.</summary>
    public string? Key { get; init; }

    /// <summary>The same with one more model option, checked by its type: <c>options.With(OpenAIOptions.Temperature, 0.2)</c>.</summary>
    public PromptOptions With<T>(ModelOption<T> option, T value)
    {
        ArgumentNullException.ThrowIfNull(option);
        return With(option.Name, ModelOption<T>.ToNode(value));
    }

    /// <summary>The same with one more model option: <c>options.With("temperature", 0.2)</c>.</summary>
    public PromptOptions With(string option, JsonNode? value)
    {
        ArgumentNullException.ThrowIfNull(option);
        return With([new(option, value)]);
    }

    /// <summary>The same with more model options, such as those of a <see cref="JsonObject"/>; they take precedence.</summary>
    public PromptOptions With(IEnumerable<KeyValuePair<string, JsonNode?>> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var values = new Dictionary<string, JsonNode?>(Options);
        foreach (var (name, value) in options) values[name] = value;
        return this with { Options = values };
    }

    /// <summary>These options, completed by those of a conversation.</summary>
    internal PromptOptions Over(PromptOptions defaults, bool isFirstTurn)
    {
        var values = new Dictionary<string, JsonNode?>(defaults.Options);
        foreach (var (name, value) in Options) values[name] = value;
        return this with
        {
            // Instructions stay in force from the first turn on.
            System = System ?? (isFirstTurn ? defaults.System : null),
            SystemFragments = SystemFragments.Count == 0 && isFirstTurn ? defaults.SystemFragments : SystemFragments,
            Schema = Schema ?? defaults.Schema,
            SchemaName = Schema is null ? SchemaName ?? defaults.SchemaName : SchemaName,
            SchemaDescription = Schema is null ? SchemaDescription ?? defaults.SchemaDescription : SchemaDescription,
            Tools = Tools.Count + Toolboxes.Count > 0 ? Tools : defaults.Tools,
            Toolboxes = Tools.Count + Toolboxes.Count > 0 ? Toolboxes : defaults.Toolboxes,
            ToolChoice = ToolChoice ?? defaults.ToolChoice,
            ParallelToolCalls = ParallelToolCalls ?? defaults.ParallelToolCalls,
            Options = values,
            ExtraBody = ExtraBody ?? defaults.ExtraBody,
            HideReasoning = HideReasoning || defaults.HideReasoning,
            Stream = Stream && defaults.Stream,
            Key = Key ?? defaults.Key,
        };
    }

    private static ReadOnlyDictionary<string, JsonNode?> Copy(IReadOnlyDictionary<string, JsonNode?> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var copy = new Dictionary<string, JsonNode?>(values.Count);
        foreach (var (name, value) in values) copy[name] = value?.DeepClone();
        return copy.AsReadOnly();
    }
}
