using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.Http;

namespace Llm.Providers.OpenAI;

/// <summary>The base class of models of OpenAI's Chat, Responses and Completions interfaces.</summary>
public abstract class OpenAIModel : KeyModel
{
    private protected OpenAIModel(OpenAIModelSettings settings, Func<HttpClient> http)
        : base(settings.Id)
    {
        Settings = settings;
        Http = http;
        AttachmentTypes =
            [.. settings.Vision ? OpenAIModelSettings.VisionTypes : [], .. settings.Audio ? OpenAIModelSettings.AudioTypes : []];
    }

    /// <inheritdoc/>
    public override string? NeedsKey => Settings.NeedsKey;

    /// <inheritdoc/>
    public override string KeyEnvironmentVariable => "OPENAI_API_KEY";

    /// <inheritdoc/>
    public override bool CanStream => Settings.CanStream;

    /// <inheritdoc/>
    public override bool SupportsSchema => Settings.SupportsSchema;

    /// <inheritdoc/>
    public override bool SupportsTools => Settings.SupportsTools;

    /// <inheritdoc/>
    public override bool SupportsToolChoice => Settings.SupportsTools;

    /// <inheritdoc/>
    public override bool SupportsExtraBody => true;

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> AttachmentTypes { get; }

    /// <inheritdoc/>
    public override ModelOrigin Origin => Settings.Origin;

    /// <inheritdoc/>
    public sealed override async IAsyncEnumerable<StreamEvent> ExecuteAsync(
        Prompt prompt, ModelContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var events = RunAsync(prompt, context, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await events.MoveNextAsync()) break;
            }
            catch (LlmException ex) when (ProviderErrors.WithoutKey(ex, context.Key) is { } clean)
            {
                throw clean;
            }

            yield return events.Current;
        }
    }

    /// <inheritdoc/>
    public sealed override async Task<ModelRequest?> DescribeRequestAsync(
        Prompt prompt, ModelContext context, CancellationToken cancellationToken) =>
        RequestMessage.Describe(await BuildRequestAsync(prompt, context, cancellationToken));

    private protected abstract IAsyncEnumerable<StreamEvent> RunAsync(
        Prompt prompt, ModelContext context, CancellationToken cancellationToken);

    private protected abstract Task<ProviderRequest> BuildRequestAsync(
        Prompt prompt, ModelContext context, CancellationToken cancellationToken);

    private protected OpenAIModelSettings Settings { get; }

    private protected string WireName => Settings.Name ?? Id;

    private protected Func<HttpClient> Http { get; }

    private protected ProviderClient Client => new(Http, Environment);

    /// <summary>Reads usage in the form of Chat Completions: the two totals, and all other counts that are not zero.</summary>
    private protected static Usage ReadUsage(JsonObject usage)
    {
        var details = usage.DeepClone().AsObject();
        details.Remove("prompt_tokens");
        details.Remove("completion_tokens");
        details.Remove("total_tokens");
        var nonZero = PayloadTrimming.WithoutZeros(details);
        var reported = new Usage { Details = details };
        return new Usage
        {
            InputTokens = usage.Integer("prompt_tokens"),
            OutputTokens = usage.Integer("completion_tokens"),
            CachedTokens = reported.CachedTokens,
            ReasoningTokens = reported.ReasoningTokens,
            Details = nonZero.Count > 0 ? nonZero : null,
        };
    }

    /// <summary>Reads everything but the content of a complete answer, and returns its first choice.</summary>
    /// <exception cref="LlmException">The answer has no choices.</exception>
    private protected static JsonElement ReadChoice(JsonElement answer, ModelContext context)
    {
        var choice = answer.Items("choices").FirstOrDefault();
        if (choice.ValueKind != JsonValueKind.Object) throw ProviderErrors.NoAnswer(answer.GetRawText());
        context.FinishReason = FinishReason.FromProvider(choice.Text("finish_reason"));
        context.ResponseId = answer.Text("id");
        context.ResponseModel = answer.Text("model");
        context.RawJson = PayloadTrimming.WithoutNulls(answer.ToNode()!);
        return choice;
    }
}
