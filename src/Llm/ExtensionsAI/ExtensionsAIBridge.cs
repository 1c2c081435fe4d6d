using Llm.ExtensionsAI;
using Microsoft.Extensions.AI;

namespace Llm;

/// <summary>The bridge to Microsoft.Extensions.AI, in both directions.</summary>
/// <remarks>
/// What each content and option becomes is listed in docs/library/extensions-ai.md. What has no counterpart on the other side is
/// an <see cref="LlmException"/>. Models and clients pass tools through; a <see cref="Chain"/> runs them.
/// </remarks>
public static class ExtensionsAIBridge
{
    /// <summary>The model as a chat client.</summary>
    /// <remarks>
    /// Thread-safe; disposing the client does nothing. <see cref="IChatClient.GetService"/> gives the <see cref="Model"/> and a
    /// <see cref="ChatClientMetadata"/>; <see cref="ChatResponse.RawRepresentation"/> is the <see cref="Response"/>.
    /// </remarks>
    /// <param name="model">The model that answers.</param>
    /// <param name="key">An API key, or the name of a stored one, in place of the model's own.</param>
    public static IChatClient AsChatClient(this Model model, string? key = null) => new ModelChatClient(model, key);

    /// <summary>The chat client as a model.</summary>
    /// <remarks>The client stays its owner's to dispose, and must be thread-safe as <see cref="IChatClient"/> demands.</remarks>
    /// <param name="client">The client that answers.</param>
    /// <param name="id">The name that users choose the model by.</param>
    /// <param name="settings">What the client can do, which it does not tell; null takes the defaults.</param>
    public static Model AsModel(this IChatClient client, string id, ChatClientModelSettings? settings = null) =>
        new ChatClientModel(client, id, settings ?? new ChatClientModelSettings());

    /// <summary>The function as a tool, with its name, description and schema; a <see cref="Chain"/> runs it.</summary>
    /// <param name="function">The function; it must be thread-safe, as calls of one round run side by side.</param>
    public static Tool AsTool(this AIFunction function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return FunctionTool.Create(function);
    }

    /// <summary>
    /// The tool as a function, for clients that run functions themselves; an <see cref="ApprovalRequiredAIFunction"/> if it needs approval.
    /// </summary>
    /// <param name="tool">The tool; with a toolbox, calls are not put in order here.</param>
    /// <exception cref="LlmException">The tool has no implementation.</exception>
    public static AIFunction AsFunction(this Tool tool)
    {
        ArgumentNullException.ThrowIfNull(tool);
        var function = new ToolAIFunction(
            tool,
            tool.Implementation ?? throw new LlmException($"The tool {tool.Name} has no implementation: it can be described, not run."));
        return tool.RequiresApproval ? new ApprovalRequiredAIFunction(function) : function;
    }

    /// <summary>The embedding model as a generator; it sends as many texts at a time as the model takes.</summary>
    /// <remarks>Thread-safe; disposing the generator does nothing.</remarks>
    /// <param name="model">The model that embeds.</param>
    /// <param name="key">An API key, or the name of a stored one, in place of the model's own.</param>
    public static IEmbeddingGenerator<string, Embedding<float>> AsEmbeddingGenerator(this EmbeddingModel model, string? key = null) =>
        new EmbeddingModelGenerator(model, key);

    /// <summary>The generator as an embedding model.</summary>
    /// <remarks>The generator stays its owner's to dispose, and must be thread-safe as <see cref="IEmbeddingGenerator"/> demands.</remarks>
    /// <param name="generator">The generator that embeds.</param>
    /// <param name="id">The name that users choose the model by.</param>
    /// <param name="settings">How the generator is asked; null takes the defaults.</param>
    public static EmbeddingModel AsEmbeddingModel(
        this IEmbeddingGenerator<string, Embedding<float>> generator, string id, EmbeddingGeneratorModelSettings? settings = null) =>
        new GeneratorEmbeddingModel(generator, id, settings ?? new EmbeddingGeneratorModelSettings());
}
