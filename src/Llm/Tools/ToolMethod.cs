using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace Llm;

/// <summary>Describes and calls a .NET method with JSON arguments, through Microsoft.Extensions.AI.</summary>
internal sealed class ToolMethod
{
    // One instance for all methods, because Microsoft.Extensions.AI caches its results by method and options.
    private static readonly AIJsonSchemaCreateOptions Descriptions =
        new() { ParameterDescriptionProvider = ToolDocumentation.DescriptionOf };

    private static readonly HashSet<Type> Unconverted =
    [
        typeof(void), typeof(Task), typeof(ValueTask), typeof(ToolCall), typeof(ToolOutput), typeof(CancellationToken),
        typeof(IServiceProvider), typeof(AIFunctionArguments),
    ];

    private readonly MethodInfo method;
    private readonly AIFunction function;
    private readonly JsonSerializerOptions json;

    public ToolMethod(MethodInfo method, object? target, JsonSerializerOptions? json = null)
    {
        ArgumentNullException.ThrowIfNull(method);
        this.method = method;
        this.json = json ?? ToolJson.Options;
        // Microsoft.Extensions.AI would add metadata without that of the source generator.
        if (this.json.TypeInfoResolver is null) this.json.TypeInfoResolver = ToolJson.Options.TypeInfoResolver;
        var options = new AIFunctionFactoryOptions
        {
            Name = "tool",
            SerializerOptions = this.json,
            ExcludeResultSchema = true,
            JsonSchemaCreateOptions = Descriptions,
            ConfigureParameterBinding = Bind,
            MarshalResult = static (value, _, _) => ValueTask.FromResult(value),
        };
        foreach (var parameter in method.GetParameters()) CheckMetadata(parameter.ParameterType, $"parameter '{parameter.Name}'");
        try
        {
            function = target is null && !method.IsStatic
                ? AIFunctionFactory.Create(method, static _ => throw new InvalidOperationException("This tool cannot be run."), options)
                : AIFunctionFactory.Create(method, target, options);
        }
        catch (Exception ex) when (ex is ArgumentException or NotSupportedException or InvalidOperationException)
        {
            throw new LlmException($"{method.Name} cannot be a tool: {ex.Message}", ex);
        }

        Schema = ToSchema(function.JsonSchema);
    }

    /// <summary>The schema of the arguments, with its keys in the order in which tools are hashed.</summary>
    public JsonObject Schema { get; }

    /// <exception cref="LlmException">The result has no metadata.</exception>
    public Tool ToTool(string? name, string? description)
    {
        var result = ToolTypes.ResultOf(method.ReturnType);
        if (!IsWrittenAsIs(result)) CheckMetadata(result, "result");
        return new(
            name ?? SnakeCase.Of(method.Name),
            description ?? (function.Description is { Length: > 0 } described ? described : ToolDocumentation.SummaryOf(method)),
            Schema)
        {
            ReturnType = ToolTypes.NameOfResult(result),
            Implementation = async (call, cancellationToken) => ToOutput(await InvokeAsync(call, cancellationToken), result),
        };
    }

    /// <summary>Checks the arguments and calls the method.</summary>
    /// <exception cref="ToolArgumentException">The arguments do not match the schema.</exception>
    public async Task<object?> InvokeAsync(ToolCall call, CancellationToken cancellationToken)
    {
        ToolArguments.Check(call.Arguments, Schema);
        var arguments = new AIFunctionArguments { Context = new Dictionary<object, object?> { [typeof(ToolCall)] = call } };
        foreach (var (name, value) in call.Arguments) arguments[name] = value;
        return await function.InvokeAsync(arguments, cancellationToken);
    }

    private static AIFunctionFactoryOptions.ParameterBindingOptions Bind(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(ToolCall)
        ? new() { ExcludeFromSchema = true, BindParameter = static (_, arguments) => arguments.Context![typeof(ToolCall)] }
        : default;

    /// <summary>Whether a result needs no metadata, or, as an object, that of its value, which only a call shows.</summary>
    private static bool IsWrittenAsIs(Type result) => result == typeof(object) || result == typeof(string) || result == typeof(JsonElement)
        || result.IsAssignableTo(typeof(JsonNode));

    /// <summary>Refuses a type without metadata, so that the program gets an error rather than the model.</summary>
    private void CheckMetadata(Type type, string use)
    {
        // Reflection finds the metadata of any type; looking for it here would only delay the first prompt.
        if (json == AIJsonUtilities.DefaultOptions || Unconverted.Contains(type)) return;
        try
        {
            if (json.TryGetTypeInfo(type, out _)) return;
        }
        catch (Exception ex) when (ex is ArgumentException or NotSupportedException or InvalidOperationException)
        {
            throw new LlmException($"{method.Name} cannot be a tool: {ex.Message}", ex);
        }

        throw new LlmException(
            $"{method.Name} cannot be a tool: the type {type} of its {use} has no JSON metadata. Pass the options of a "
            + "JsonSerializerContext that has [JsonSerializable] for the type as json, or override JsonOptions in a toolbox.");
    }

    private static JsonObject ToSchema(JsonElement described)
    {
        var all = JsonObject.Create(described)!;
        var schema = new JsonObject { ["properties"] = all["properties"]?.DeepClone() ?? new JsonObject() };
        if (all["required"] is JsonArray { Count: > 0 } required) schema["required"] = required.DeepClone();
        schema["type"] = "object";
        return schema;
    }

    private ToolOutput ToOutput(object? result, Type declared) => result switch
    {
        ToolOutput output => output,
        string text => text,
        JsonNode node => ToolOutput.FromJson(node),
        JsonElement element => ToolOutput.FromJson(JsonNode.Parse(element.GetRawText())),
        null => ToolOutput.FromJson(null),
        _ => ToolOutput.FromJson(JsonSerializer.SerializeToNode(result, MetadataOf(result, declared))),
    };

    /// <summary>The metadata of the object's own type, or of a declared collection whose actual type is not known.</summary>
    private JsonTypeInfo MetadataOf(object result, Type declared)
    {
        if (json.TryGetTypeInfo(result.GetType(), out var actual)) return actual;
        return json.TryGetTypeInfo(declared, out var known) && known.Kind is JsonTypeInfoKind.Enumerable or JsonTypeInfoKind.Dictionary
            ? known
            : json.GetTypeInfo(result.GetType());
    }
}
