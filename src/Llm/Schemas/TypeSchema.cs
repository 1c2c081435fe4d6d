using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Llm.Json;

namespace Llm;

/// <summary>Derives JSON schemas from types, for answers and for the arguments of tools.</summary>
/// <remarks>
/// Uses the type's JSON metadata, so that source-generated types need no reflection. Members that cannot be null are required,
/// others are optional. Objects accept only members that the type has. A <see cref="DescriptionAttribute"/> on a type, member or
/// parameter becomes <c>description</c>. Thread-safe.
/// </remarks>
public static class TypeSchema
{
    private static readonly JsonSchemaExporterOptions ExporterOptions =
        new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Transform };

    /// <summary>Derives the schema of a type.</summary>
    /// <exception cref="LlmException">The type cannot be written as a schema.</exception>
    public static JsonObject Create(JsonTypeInfo type)
    {
        ArgumentNullException.ThrowIfNull(type);
        JsonNode schema;
        try
        {
            schema = type.GetJsonSchemaAsNode(ExporterOptions);
        }
        catch (Exception ex) when (ex is NotSupportedException or InvalidOperationException)
        {
            throw new LlmException($"{type.Type.Name} cannot be a schema: {ex.Message} Use a class or record with plain members.", ex);
        }

        return schema is JsonObject { Count: > 0 } described
            ? described
            : throw new LlmException(
                $"{type.Type.Name} cannot be a schema: it has no defined shape. Use a class or record with members.");
    }

    /// <summary>
    /// Derives the schema of an answer. Providers require an object at the top level: a list is wrapped in <c>items</c>, as
    /// <see cref="SchemaDsl.Multiple"/> does, and any other value in <c>value</c>.
    /// </summary>
    /// <exception cref="LlmException">The type cannot be written as a schema.</exception>
    internal static JsonObject OfAnswer(JsonTypeInfo type)
    {
        var schema = Create(type);
        if (WrapperOf(type) is not { } name) return schema;
        MoveReferences(schema, $"#/properties/{name}");
        return new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject { [name] = schema },
            ["required"] = new JsonArray(name),
            ["additionalProperties"] = false,
        };
    }

    /// <summary>The member that wraps an answer that is not an object; null if the answer is an object.</summary>
    internal static string? WrapperOf(JsonTypeInfo type) => type.Kind switch
    {
        JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary => null,
        JsonTypeInfoKind.Enumerable => "items",
        _ => "value",
    };

    private static JsonObject Transform(JsonSchemaExporterContext context, JsonNode node)
    {
        var type = context.TypeInfo;
        if (type.Type.IsAssignableTo(typeof(Delegate))) throw new NotSupportedException($"{type.Type.Name} is a delegate.");
        if (type is { Kind: JsonTypeInfoKind.Object, Type.IsAbstract: true, PolymorphismOptions: null })
        {
            throw new NotSupportedException($"{type.Type.Name} is abstract and cannot be made from an answer.");
        }

        // The schema "true" allows anything; as an object it can have a description.
        var schema = node as JsonObject ?? [];
        if (schema["properties"] is JsonObject properties)
        {
            schema["required"] = new JsonArray(
                [.. properties.Where(member => !IsNullable(member.Value)).Select(member => JsonValue.Create(member.Key))]);
            schema["additionalProperties"] = false;
        }

        // The exporter writes enums without a type, which some providers require.
        if (schema["enum"] is JsonArray values && schema["type"] is null && values.All(
            value => value?.GetValueKind() == JsonValueKind.String))
        {
            schema.Insert(0, "type", "string");
        }

        if (!schema.ContainsKey("$ref") && Description(context) is { Length: > 0 } description) schema["description"] = description;
        return schema;
    }

    private static bool IsNullable(JsonNode? schema) => schema is JsonObject described
        && (described["type"] is JsonArray types && types.Any(type => type?.GetValue<string>() == "null")
            || described["enum"] is JsonArray values && values.Contains(null));

    private static string? Description(JsonSchemaExporterContext context)
    {
        ICustomAttributeProvider?[] places =
            [context.PropertyInfo?.AttributeProvider, context.PropertyInfo?.AssociatedParameter?.AttributeProvider, context.TypeInfo.Type];
        return places.SelectMany(place => place?.GetCustomAttributes(typeof(DescriptionAttribute), inherit: true) ?? [])
            .OfType<DescriptionAttribute>().FirstOrDefault()?.Description;
    }

    /// <summary>Adjusts the references of recursive types, which are relative to the root, to the wrapper.</summary>
    private static void MoveReferences(JsonNode? node, string prefix)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array) MoveReferences(item, prefix);
        }

        if (node is not JsonObject schema) return;
        if (schema.Text("$ref") is { } reference) schema["$ref"] = prefix + reference[1..];
        foreach (var (_, member) in schema.ToList()) MoveReferences(member, prefix);
    }
}
