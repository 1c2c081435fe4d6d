using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Llm.Json;

namespace Llm;

/// <summary>Answers as values of a type: its schema goes with the prompt, and the answer is checked and read.</summary>
/// <remarks>
/// Methods without a <see cref="JsonTypeInfo{T}"/> find the members by reflection: names in camel case, enums as words. Pass the
/// metadata of a <see cref="JsonSerializerContext"/> in trimmed and ahead-of-time compiled programs. Thread-safe.
/// </remarks>
public static class StructuredOutput
{
    private const string NeedsReflection = "Members are found by reflection. Pass the JsonTypeInfo of a JsonSerializerContext instead.";

    /// <summary>Prompts the model for a value.</summary>
    /// <param name="model">The model; it must support schemas.</param>
    /// <param name="text">What is asked.</param>
    /// <param name="type">The type's JSON metadata, such as <c>MyContext.Default.Dog</c>.</param>
    /// <param name="options">What goes with the text; its schema is replaced.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="SchemaMismatchException">The answer is not JSON or does not fit the type.</exception>
    /// <exception cref="LlmException">The model does not support schemas, the type cannot be a schema, or the request failed.</exception>
    public static Task<T> PromptAsync<T>(
        this Model model, string? text, JsonTypeInfo<T> type, PromptOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.StartConversation().PromptAsync(text, type, options, cancellationToken);
    }

    /// <summary>Prompts the model for a value, with metadata found by reflection.</summary>
    /// <inheritdoc cref="PromptAsync{T}(Model, string?, JsonTypeInfo{T}, PromptOptions?, CancellationToken)"/>
    [RequiresUnreferencedCode(NeedsReflection)]
    [RequiresDynamicCode(NeedsReflection)]
    public static Task<T> PromptAsync<T>(
        this Model model, string? text, PromptOptions? options = null, CancellationToken cancellationToken = default) =>
        model.PromptAsync(text, Reflected<T>(), options, cancellationToken);

    /// <summary>Asks for a value in the next turn of a conversation.</summary>
    /// <inheritdoc cref="PromptAsync{T}(Model, string?, JsonTypeInfo{T}, PromptOptions?, CancellationToken)"/>
    public static Task<T> PromptAsync<T>(
        this Conversation conversation, string? text, JsonTypeInfo<T> type, PromptOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(conversation);
        ArgumentNullException.ThrowIfNull(type);
        return conversation.Ask(text, (options ?? new()) with { Schema = TypeSchema.OfAnswer(type) })
            .GetValueAsync(type, cancellationToken);
    }

    /// <summary>Asks for a value in the next turn of a conversation, with metadata found by reflection.</summary>
    /// <inheritdoc cref="PromptAsync{T}(Model, string?, JsonTypeInfo{T}, PromptOptions?, CancellationToken)"/>
    [RequiresUnreferencedCode(NeedsReflection)]
    [RequiresDynamicCode(NeedsReflection)]
    public static Task<T> PromptAsync<T>(
        this Conversation conversation, string? text, PromptOptions? options = null, CancellationToken cancellationToken = default) =>
        conversation.PromptAsync(text, Reflected<T>(), options, cancellationToken);

    /// <summary>Waits for the answer and reads it as a value.</summary>
    /// <param name="pending">The answer to a prompt with a schema, or to one that asked for JSON.</param>
    /// <param name="type">The type's JSON metadata.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <inheritdoc cref="GetValue{T}(Response, JsonTypeInfo{T})" path="/exception"/>
    public static async Task<T> GetValueAsync<T>(
        this PendingResponse pending, JsonTypeInfo<T> type, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pending);
        return (await pending.CompleteAsync(cancellationToken)).GetValue(type);
    }

    /// <summary>Waits for the answer and reads it as a value, with metadata found by reflection.</summary>
    /// <inheritdoc cref="GetValueAsync{T}(PendingResponse, JsonTypeInfo{T}, CancellationToken)"/>
    /// <exception cref="LlmException">The type cannot be a schema, or the request failed.</exception>
    [RequiresUnreferencedCode(NeedsReflection)]
    [RequiresDynamicCode(NeedsReflection)]
    public static Task<T> GetValueAsync<T>(this PendingResponse pending, CancellationToken cancellationToken = default) =>
        pending.GetValueAsync(Reflected<T>(), cancellationToken);

    /// <summary>Reads an answer as a value.</summary>
    /// <param name="response">The answer to a prompt with a schema, or to one that asked for JSON.</param>
    /// <param name="type">The type's JSON metadata.</param>
    /// <exception cref="SchemaMismatchException">The answer is not JSON or does not fit the schema or the type.</exception>
    public static T GetValue<T>(this Response response, JsonTypeInfo<T> type)
    {
        ArgumentNullException.ThrowIfNull(response);
        ArgumentNullException.ThrowIfNull(type);
        var answer = response.Text;
        // Models that see the schema only as text often put their JSON into a code block.
        if (!JsonText.TryParse(answer, out var json) && !JsonText.TryParse(FencedCode.Extract(answer, last: false) ?? "", out json))
        {
            throw new SchemaMismatchException("it is not JSON", answer);
        }

        if (SchemaCheck.FindError(json, response.Prompt.Schema ?? TypeSchema.OfAnswer(type)) is { } error)
            throw new SchemaMismatchException(error, answer);
        try
        {
            var value = TypeSchema.WrapperOf(type) is { } wrapper && json is JsonObject wrapped ? wrapped[wrapper] : json;
            return value.Deserialize(type) ?? throw new SchemaMismatchException("it is null", answer);
        }
        catch (Exception ex) when (ex is JsonException or NotSupportedException)
        {
            throw new SchemaMismatchException(ex.Message.TrimEnd('.'), answer, ex);
        }
    }

    /// <summary>Reads an answer as a value, with metadata found by reflection.</summary>
    /// <inheritdoc cref="GetValue{T}(Response, JsonTypeInfo{T})"/>
    /// <exception cref="LlmException">The type cannot be a schema.</exception>
    [RequiresUnreferencedCode(NeedsReflection)]
    [RequiresDynamicCode(NeedsReflection)]
    public static T GetValue<T>(this Response response) => response.GetValue(Reflected<T>());

    [RequiresUnreferencedCode(NeedsReflection)]
    [RequiresDynamicCode(NeedsReflection)]
    private static JsonTypeInfo<T> Reflected<T>()
    {
        try
        {
            return (JsonTypeInfo<T>)Reflection.Options.GetTypeInfo(typeof(T));
        }
        catch (Exception ex) when (ex is NotSupportedException or InvalidOperationException or ArgumentException)
        {
            throw new LlmException($"{typeof(T).Name} cannot be a schema: {ex.Message}", ex);
        }
    }

    [RequiresUnreferencedCode(NeedsReflection)]
    [RequiresDynamicCode(NeedsReflection)]
    private static class Reflection
    {
        public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
        {
            NumberHandling = JsonNumberHandling.Strict,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            Converters = { new JsonStringEnumConverter() },
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        };
    }
}
