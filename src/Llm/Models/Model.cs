using System.Text.Json.Nodes;

namespace Llm;

/// <summary>A language model: it takes a <see cref="Prompt"/> and yields <see cref="StreamEvent"/>s.</summary>
/// <remarks>
/// One instance answers many prompts at once, so it keeps no state of a prompt. It never prints, logs, reads configuration
/// or walks a conversation: <see cref="Prompt.Messages"/> is the whole input.
/// </remarks>
public abstract class Model
{
    private ModelServices services = ModelServices.Default;

    /// <summary>Creates a model that is found under <paramref name="id"/>.</summary>
    protected Model(string id) => Id = id;

    /// <summary>The name that users choose the model by.</summary>
    public string Id { get; }

    /// <summary>Whether the model can yield its answer piece by piece.</summary>
    public virtual bool CanStream => false;

    /// <summary>Whether the model can follow a JSON schema.</summary>
    public virtual bool SupportsSchema => false;

    /// <summary>Whether tools can be offered to the model.</summary>
    public virtual bool SupportsTools => false;

    /// <summary>Whether a prompt can require tool calls or forbid several at once.</summary>
    public virtual bool SupportsToolChoice => false;

    /// <summary>Whether a prompt can add members to the body of the request; see <see cref="PromptOptions.ExtraBody"/>.</summary>
    public virtual bool SupportsExtraBody => false;

    /// <summary>Whether listings call the model asynchronous, as the Python tool does; every model can be awaited here.</summary>
    public virtual bool SupportsAsync => true;

    /// <summary>The tools that the provider can run itself, in the order of listings.</summary>
    public virtual IReadOnlyList<ServerSideToolType> ServerSideTools => [];

    /// <summary>The media types that the model takes as attachments; empty if none.</summary>
    public virtual IReadOnlyCollection<string> AttachmentTypes => [];

    /// <summary>The options that the model understands, in the order of listings.</summary>
    public virtual IReadOnlyList<ModelOption> Options => [];

    /// <summary>
    /// Values that the provider's payloads repeat, by a name that must never change its meaning: the log stores the name in their place.
    /// </summary>
    public virtual IReadOnlyDictionary<string, JsonNode> JsonReplacements =>
        System.Collections.ObjectModel.ReadOnlyDictionary<string, JsonNode>.Empty;

    /// <summary>The provider and server of the answers, for traces and metrics.</summary>
    public virtual ModelOrigin Origin => new(Id);

    /// <summary>What the host provides; set when the model is registered.</summary>
    public ModelServices Services
    {
        get => services;
        init => services = value;
    }

    /// <summary>Those of <see cref="ServerSideTools"/> that are available to a prompt, which may depend on its options.</summary>
    protected virtual IReadOnlyList<ServerSideToolType> ServerSideToolsFor(Prompt prompt) => ServerSideTools;

    /// <summary>
    /// The model that the same server knows by another name, with the settings of this one; null if only this one can be asked.
    /// </summary>
    /// <remarks>The server decides whether the name is known.</remarks>
    public virtual Model? WithName(string name) => null;

    /// <summary>Answers one prompt.</summary>
    /// <param name="prompt">The checked input.</param>
    /// <param name="context">The key and whether to stream; receives what the provider reports about the answer.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="LlmException">The provider refused, could not be reached or sent something that cannot be read.</exception>
    public abstract IAsyncEnumerable<StreamEvent> ExecuteAsync(Prompt prompt, ModelContext context, CancellationToken cancellationToken);

    /// <summary>
    /// Describes the request that <see cref="ExecuteAsync"/> would send, and sends nothing; null if the model has none to show.
    /// </summary>
    /// <remarks>Implementations build it by the code that sends, and leave out secrets.</remarks>
    /// <exception cref="LlmException">The request cannot be made.</exception>
    public virtual Task<ModelRequest?> DescribeRequestAsync(Prompt prompt, ModelContext context, CancellationToken cancellationToken) =>
        Task.FromResult<ModelRequest?>(null);

    /// <summary>Starts a one-off prompt; nothing is sent before the answer is awaited or read.</summary>
    /// <exception cref="LlmException">The model does not take what the prompt holds.</exception>
    public PendingResponse Ask(string? text = null, PromptOptions? options = null) =>
        new Conversation(this) { IsOneOff = true }.Ask(text, options);

    /// <summary>Prompts once and waits for the whole answer.</summary>
    /// <inheritdoc cref="Ask" path="/exception"/>
    public Task<Response> PromptAsync(string? text = null, PromptOptions? options = null, CancellationToken cancellationToken = default) =>
        Ask(text, options).CompleteAsync(cancellationToken);

    /// <summary>Starts a one-off prompt whose tool calls are run and answered; nothing is sent before the chain is read.</summary>
    /// <inheritdoc cref="Conversation.Chain"/>
    public Chain Chain(string? text = null, PromptOptions? options = null, ChainOptions? chain = null) =>
        new Conversation(this) { IsOneOff = true }.Chain(text, options, chain);

    /// <summary>Starts a conversation with this model.</summary>
    /// <param name="defaults">What every turn uses unless its own options say otherwise.</param>
    /// <param name="chain">How the tools of every turn are run unless a chain has its own options.</param>
    public Conversation StartConversation(PromptOptions? defaults = null, ChainOptions? chain = null) =>
        new(this) { Defaults = defaults, ChainOptions = chain };

    /// <summary>The label of listings, <c>ClassName: id</c> unless the provider says otherwise.</summary>
    public override string ToString() => $"{GetType().Name}: {Id}";

    /// <summary>Refuses server-side tools that are not available to this prompt, such as those of another model.</summary>
    /// <exception cref="LlmException">A tool is not available.</exception>
    internal void CheckServerSideTools(Prompt prompt)
    {
        foreach (var tool in prompt.Tools.OfType<ServerSideTool>())
        {
            if (!ServerSideToolsFor(prompt).Any(type => type.Name == tool.Instance?.Name))
                throw new LlmException($"Model '{Id}' does not support server-side tool '{tool.Name}'. Run: llm tools -m {Id}");
        }
    }

    /// <summary>The full name of the model's class.</summary>
    internal virtual string ClassName => GetType().FullName!;

    /// <summary>The model itself; for one that was only described so far, its plugin is loaded.</summary>
    internal virtual Model Loaded => this;

    /// <summary>Gives the model what its host provides.</summary>
    internal void Attach(ModelServices provided) => services = provided;

    /// <summary>The key to send for this prompt; null if none is needed.</summary>
    /// <exception cref="LlmException">A key is needed and there is none.</exception>
    internal virtual string? ResolveKey(string? given) => null;
}
