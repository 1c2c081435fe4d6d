namespace Llm.Providers.Http;

/// <summary>The base class of models that a server answers over HTTP: it sends the request and reads the answer.</summary>
/// <remarks>
/// <para>
/// A derived class says how a request is made and how an answer is read. Retries, redirects, time limits, streams, network errors and
/// server errors are handled here, and no key appears in an error. One instance answers many prompts at once, so it keeps no state of a
/// prompt.
/// </para>
/// <para>
/// Options, attachment types, tools, schema and the key have been checked against the model's properties before a prompt arrives, so
/// <see cref="Model.Options"/>, <see cref="Model.AttachmentTypes"/>, <see cref="Model.SupportsTools"/>, <see cref="Model.SupportsSchema"/>
/// and <see cref="KeyModel.NeedsKey"/> must be right. What else the provider cannot do is refused with an <see cref="LlmException"/>.
/// </para>
/// </remarks>
public abstract class HttpModel : KeyModel
{
    /// <summary>Creates a model that is found under <paramref name="id"/>.</summary>
    /// <param name="id">The id by which users choose the model.</param>
    /// <param name="http">
    /// Returns the client; called for each attempt to send a request. The client belongs to the caller and is never disposed.
    /// <see cref="ProviderHttp"/> creates suitable ones.
    /// </param>
    protected HttpModel(string id, Func<HttpClient> http)
        : base(id) => Http = http;

    /// <inheritdoc/>
    public override bool CanStream => true;

    /// <summary>Returns the client, which attachments given by an address are fetched with too.</summary>
    protected internal Func<HttpClient> Http { get; }

    /// <inheritdoc/>
    public sealed override IAsyncEnumerable<StreamEvent> ExecuteAsync(
        Prompt prompt, ModelContext context, CancellationToken cancellationToken) =>
        new AnswerEvents(this, prompt, context, cancellationToken);

    /// <inheritdoc/>
    public sealed override async Task<ModelRequest?> DescribeRequestAsync(
        Prompt prompt, ModelContext context, CancellationToken cancellationToken) =>
        RequestMessage.Describe(await CreateRequestAsync(prompt, context, cancellationToken));

    /// <summary>Makes the request for a prompt; also called to show it without sending it, when the key may be missing.</summary>
    /// <param name="prompt">The checked input; <see cref="Prompt.Messages"/> is all of it.</param>
    /// <param name="context">The key, and whether to stream.</param>
    /// <param name="cancellationToken">Cancels reading attachments.</param>
    /// <exception cref="LlmException">The provider cannot take the prompt.</exception>
    protected internal abstract Task<ProviderRequest> CreateRequestAsync(
        Prompt prompt, ModelContext context, CancellationToken cancellationToken);

    /// <summary>Creates the reader of one answer.</summary>
    /// <param name="prompt">The prompt that is answered.</param>
    /// <param name="context">What the reader sets the reported facts on.</param>
    protected internal abstract AnswerReader CreateReader(Prompt prompt, ModelContext context);
}
