using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace Llm;

/// <summary>An option that a model understands: its name, what it is for and how a value is checked.</summary>
public abstract class ModelOption
{
    private protected ModelOption(string name, string description)
    {
        Name = name;
        Description = description;
    }

    /// <summary>The name as written after <c>-o</c>.</summary>
    public string Name { get; }

    /// <summary>What it does, for listings.</summary>
    public string Description { get; }

    /// <summary>The JSON schema types it takes, such as <c>number</c>; an enum has none of its own and is listed as a string.</summary>
    public abstract IReadOnlyList<string> Types { get; }

    /// <summary>The JSON schema property that describes the option in listings.</summary>
    public abstract JsonObject ToSchema();

    /// <summary>Checks a value and converts it: text from a command line becomes a number, a flag or an object.</summary>
    /// <exception cref="OptionValueException">The value is not allowed; the message says what is.</exception>
    public abstract JsonNode? Check(JsonNode? value);
}

/// <summary>An option whose value is read as <typeparamref name="T"/>.</summary>
/// <remarks>Instances are immutable and shared; make them with <see cref="ModelOptions"/>.</remarks>
public sealed class ModelOption<T> : ModelOption
{
    private readonly Func<JsonNode, JsonNode> check;
    private readonly Func<JsonNode, T> read;
    private readonly Func<JsonObject> schema;

    internal ModelOption(
        string name, string description, IReadOnlyList<string> types, Func<JsonNode, JsonNode> check, Func<JsonNode, T> read,
        Func<JsonObject> schema)
        : base(name, description)
    {
        Types = types;
        this.check = check;
        this.read = read;
        this.schema = schema;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Types { get; }

    /// <inheritdoc/>
    public override JsonObject ToSchema() => schema();

    /// <inheritdoc/>
    public override JsonNode? Check(JsonNode? value) => value is null ? null : check(value);

    /// <summary>The value as JSON.</summary>
    internal static JsonNode ToNode(T value) => value switch
    {
        double number => number,
        long number => number,
        bool flag => flag,
        string text => text,
        IReadOnlyList<string> texts => texts.Count == 1 ? texts[0] : new JsonArray([.. texts.Select(text => JsonValue.Create(text))]),
        JsonObject json => json.DeepClone(),
        _ => throw new ArgumentNullException(nameof(value)),
    };

    /// <summary>Reads the option from checked values; false if it is not set.</summary>
    public bool TryGet(JsonObject options, [MaybeNullWhen(false)] out T value)
    {
        var node = options[Name];
        value = node is null ? default : read(node);
        return node is not null;
    }
}

/// <summary>The value of a model option is not allowed.</summary>
public sealed class OptionValueException(string message) : LlmException(message);
