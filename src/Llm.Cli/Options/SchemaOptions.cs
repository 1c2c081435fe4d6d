using System.Text.Json.Nodes;
using Llm.Commands;

namespace Llm.Cli.Options;

/// <summary>The options for the schema that answers must follow.</summary>
internal sealed class SchemaOptions(string multiHelp) : OptionGroup
{
    public ValueOption<string> Schema { get; } = new("--schema") { Help = "JSON schema, filepath or ID" };

    public ValueOption<string> Multi { get; } = new("--schema-multi") { Help = multiHelp };

    public override IReadOnlyList<Option> All => [Schema, Multi];

    /// <summary>Whether a schema is given.</summary>
    public bool IsGiven(Invocation invocation) =>
        !string.IsNullOrEmpty(invocation.Get(Multi)) || !string.IsNullOrEmpty(invocation.Get(Schema));

    /// <summary>Returns the given schema, wrapped in a list for <c>--schema-multi</c>; null if none was given.</summary>
    /// <exception cref="InvalidValueException">The text is not a schema.</exception>
    public Task<JsonObject?> ReadAsync(Invocation invocation, SchemaResolver resolver, CancellationToken cancellationToken)
    {
        var multi = invocation.Get(Multi);
        var input = string.IsNullOrEmpty(multi) ? invocation.Get(Schema) : multi;
        return string.IsNullOrEmpty(input)
            ? Task.FromResult<JsonObject?>(null)
            : ReadAsync(input, !string.IsNullOrEmpty(multi), resolver, cancellationToken);
    }

    private static async Task<JsonObject?> ReadAsync(
        string input, bool isMulti, SchemaResolver resolver, CancellationToken cancellationToken)
    {
        var schema = await resolver.ResolveAsync(input, cancellationToken) ?? throw new InvalidValueException("Invalid schema");
        return isMulti ? SchemaDsl.Multiple(schema) : schema;
    }
}
