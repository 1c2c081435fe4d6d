using Llm.ExtensionsAI;
using Microsoft.Extensions.AI;

namespace Llm;

/// <summary>The bridge to Microsoft.Extensions.AI, in both directions.</summary>
/// <remarks>
/// docs/library/extensions-ai.md lists what each content and option becomes. Anything without a counterpart on the other side
/// causes an <see cref="LlmException"/>. Models and clients pass tools through; a <see cref="Chain"/> runs them.
/// </remarks>
public static class ExtensionsAIBridge
{
    /// <summary>Wraps a model as a chat client.</summary>
    /// <remarks>
    /// Thread-safe; disposing the client does nothing. <see cref="IChatClient.GetService"/> returns the <see cref="Model"/> and a
    /// <see cref="ChatClientMetadata"/>; <see cref="ChatResponse.RawRepresentation"/> is the <see cref="Response"/>.
    /// </remarks>
    /// <param name="model">The model that answers, unless <see cref="ChatOptions.ModelId"/> names another.</param>
    /// <param name="key">An API key, or the name of a stored one, in place of the model's own.</param>
    public static IChatClient AsChatClient(this Model model, string? key = null) =>
        model.AsChatClient(new ModelChatClientSettings { Key = key });

    /// <inheritdoc cref="AsChatClient(Model, string?)"/>
    /// <param name="model">The model that answers, unless <see cref="ChatOptions.ModelId"/> names another.</param>
    /// <param name="settings">The key, and what happens to properties that the model has no option for.</param>
    public static IChatClient AsChatClient(this Model model, ModelChatClientSettings settings)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(settings);
        return new ModelChatClient(model, settings);
    }

    /// <summary>Wraps a chat client as a model.</summary>
    /// <remarks>The caller still disposes the client, which must be thread-safe, as <see cref="IChatClient"/> requires.</remarks>
    /// <param name="client">The client that answers.</param>
    /// <param name="id">The id by which users choose the model.</param>
    /// <param name="settings">The client's capabilities, which the client does not expose; null uses the defaults.</param>
    public static Model AsModel(this IChatClient client, string id, ChatClientModelSettings? settings = null) =>
        new ChatClientModel(client, id, settings ?? new ChatClientModelSettings());

    /// <summary>Wraps a function as a tool with the same name, description and schema; a <see cref="Chain"/> runs it.</summary>
    /// <param name="function">The function; it must be thread-safe because the calls of one round run concurrently.</param>
    public static Tool AsTool(this AIFunction function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return FunctionTool.Create(function);
    }

    /// <summary>
    /// Wraps a tool as a function, for clients that run functions themselves. It is an <see cref="ApprovalRequiredAIFunction"/> if the
    /// tool requires approval.
    /// </summary>
    /// <param name="tool">The tool. If it belongs to a toolbox, its calls are not serialised.</param>
    /// <exception cref="LlmException">The tool has no implementation.</exception>
    public static AIFunction AsFunction(this Tool tool)
    {
        ArgumentNullException.ThrowIfNull(tool);
        var function = new ToolAIFunction(
            tool,
            tool.Implementation ?? throw new LlmException($"The tool {tool.Name} has no implementation and cannot be run."));
        return tool.RequiresApproval ? new ApprovalRequiredAIFunction(function) : function;
    }

    /// <summary>Wraps an embedding model as a generator, which sends as many texts at a time as the model accepts.</summary>
    /// <remarks>Thread-safe; disposing the generator does nothing.</remarks>
    /// <param name="model">The model that embeds.</param>
    /// <param name="key">An API key, or the name of a stored one, in place of the model's own.</param>
    public static IEmbeddingGenerator<string, Embedding<float>> AsEmbeddingGenerator(this EmbeddingModel model, string? key = null) =>
        new EmbeddingModelGenerator(model, key);

    /// <summary>Wraps a generator as an embedding model.</summary>
    /// <remarks>
    /// The caller still disposes the generator, which must be thread-safe, as <see cref="IEmbeddingGenerator"/> requires.
    /// </remarks>
    /// <param name="generator">The generator that embeds.</param>
    /// <param name="id">The id by which users choose the model.</param>
    /// <param name="settings">The settings; null uses the defaults.</param>
    public static EmbeddingModel AsEmbeddingModel(
        this IEmbeddingGenerator<string, Embedding<float>> generator, string id, EmbeddingGeneratorModelSettings? settings = null) =>
        new GeneratorEmbeddingModel(generator, id, settings ?? new EmbeddingGeneratorModelSettings());
}
