using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Llm;

/// <summary>Describes and calls a .NET method with JSON arguments, through Microsoft.Extensions.AI.</summary>
internal sealed class ToolMethod
{
    // One instance for all methods, because Microsoft.Extensions.AI caches its results by method and options.
    private static readonly AIJsonSchemaCreateOptions Descriptions =
        new() { ParameterDescriptionProvider = ToolDocumentation.DescriptionOf };

    private readonly MethodInfo method;
    private readonly AIFunction function;
    private readonly JsonSerializerOptions json;

    public ToolMethod(MethodInfo method, object? target, JsonSerializerOptions? json = null)
    {
        ArgumentNullException.ThrowIfNull(method);
        this.method = method;
        this.json = json ?? AIJsonUtilities.DefaultOptions;
        var options = new AIFunctionFactoryOptions
        {
            Name = "tool",
            SerializerOptions = this.json,
            ExcludeResultSchema = true,
            JsonSchemaCreateOptions = Descriptions,
            ConfigureParameterBinding = Bind,
            MarshalResult = static (value, _, _) => ValueTask.FromResult(value),
        };
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

    public Tool ToTool(string? name, string? description) => new(
        name ?? SnakeCase.Of(method.Name),
        description ?? (function.Description is { Length: > 0 } described ? described : ToolDocumentation.SummaryOf(method)),
        Schema)
    {
        ReturnType = ToolTypes.NameOfResult(method.ReturnType),
        Implementation = async (call, cancellationToken) => ToOutput(await InvokeAsync(call, cancellationToken)),
    };

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

    private static JsonObject ToSchema(JsonElement described)
    {
        var all = JsonObject.Create(described)!;
        var schema = new JsonObject { ["properties"] = all["properties"]?.DeepClone() ?? new JsonObject() };
        if (all["required"] is JsonArray { Count: > 0 } required) schema["required"] = required.DeepClone();
        schema["type"] = "object";
        return schema;
    }

    private ToolOutput ToOutput(object? result) => result switch
    {
        ToolOutput output => output,
        string text => text,
        JsonNode node => ToolOutput.FromJson(node),
        JsonElement element => ToolOutput.FromJson(JsonNode.Parse(element.GetRawText())),
        null => ToolOutput.FromJson(null),
        _ => ToolOutput.FromJson(JsonSerializer.SerializeToNode(result, json.GetTypeInfo(result.GetType()))),
    };
}
