using System.Globalization;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Packages;
using Llm.Providers.Http;
using Llm.Providers.OpenAI;
using Llm.Providers.OpenAI.Chat;
using Llm.Providers.OpenAI.Completions;

namespace Llm.Providers.Dify;

/// <summary>Runs language models of a server with OpenAI's interface: what Dify calls <c>OAICompatLargeLanguageModel</c>.</summary>
/// <remarks>
/// It reads the credentials <c>endpoint_url</c>, <c>api_key</c>, <c>endpoint_model_name</c>, <c>mode</c> and <c>extra_headers</c>; a
/// derived class sets those that are the same for all users in <see cref="Complete"/>. Whether tools are offered follows from the features
/// of the model, and usage is asked for in streams; in Dify, both depend on credentials.
/// </remarks>
public class OpenAICompatibleLanguageModelInvoker : LanguageModelInvoker
{
    private const string Mode = "mode";
    private const string MaxTokens = "max_tokens";
    private const int ProbeTokens = 5;

    /// <summary>Adds or replaces credentials, such as the address of the server.</summary>
    /// <param name="credentials">A copy of what the user gave, by variable.</param>
    protected virtual void Complete(IDictionary<string, string> credentials)
    {
    }

    /// <inheritdoc/>
    public override IAsyncEnumerable<StreamEvent> InvokeAsync(LanguageModelCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var credentials = CompatibleServer.CredentialsOf(call, Complete);
        var isCompletion = credentials.TryGetValue(Mode, out var mode) ? mode == "completion" : call.Description.IsCompletion;
        var model = new CompatibleModel(CompatibleServer.Of(call, credentials), call, isCompletion) { Services = call.Services };
        return model.ExecuteAsync(call.Prompt, call.Context, cancellationToken);
    }

    /// <summary>Asks for a few tokens.</summary>
    /// <inheritdoc/>
    public override async Task ValidateCredentialsAsync(ModelCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var options = new JsonObject();
        if (call.Description.Rules.Any(rule => rule.Name == MaxTokens)) options[MaxTokens] = ProbeTokens;
        var probe = new LanguageModelCall(
            call.Provider,
            call.Description,
            call.Credentials,
            new Prompt { Messages = [Message.User("ping")], Options = options },
            options,
            new ModelContext(CompatibleServer.KeyOf(call.Credentials), stream: false),
            ModelServices.Default);
        try
        {
            await foreach (var piece in InvokeAsync(probe, cancellationToken)) _ = piece;
        }
        catch (ProviderException ex)
        {
            throw new CredentialsValidateFailedException(ex.Message, ex);
        }
    }

    /// <summary>Describes a model that a user adds by the credentials that Dify's forms ask for.</summary>
    /// <inheritdoc/>
    public override PackageModel? DescribeModel(string model, IReadOnlyDictionary<string, string> credentials)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(credentials);
        var features = new JsonArray();
        foreach (var feature in new PackageModelEntry(model, PackageModelType.Llm, credentials).Features) features.Add((JsonNode)feature);
        var rules = new JsonArray();
        foreach (var name in (string[])["temperature", "top_p", "frequency_penalty", "presence_penalty"])
            rules.AddNode(new JsonObject { ["name"] = name, ["use_template"] = name, ["max"] = 2 });
        var longest = Number(credentials, "max_tokens_to_sample") ?? 4096;
        rules.AddNode(new JsonObject { ["name"] = MaxTokens, ["use_template"] = MaxTokens, ["max"] = longest });
        return PackageModel.FromJson(new JsonObject
        {
            ["model"] = model,
            ["model_type"] = PackageModelTypes.NameOf(PackageModelType.Llm),
            ["features"] = features,
            ["model_properties"] = new JsonObject
            {
                [Mode] = credentials.GetValueOrDefault(Mode) ?? "chat",
                ["context_size"] = Number(credentials, "context_size") ?? 4096,
            },
            ["parameter_rules"] = rules,
        });
    }

    private static int? Number(IReadOnlyDictionary<string, string> credentials, string name) =>
        int.TryParse(credentials.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private sealed class CompatibleModel(OpenAIModelSettings settings, LanguageModelCall call, bool isCompletion)
        : ChatModel(settings, () => call.Http)
    {
        protected internal override async Task<ProviderRequest> CreateRequestAsync(
            Prompt prompt, ModelContext context, CancellationToken cancellationToken)
        {
            var request = isCompletion
                ? CompletionRequest.Create(prompt, context, Settings)
                : await ChatRequest.CreateAsync(prompt, context, Settings, Http, cancellationToken);
            PackageOptions.Place(call.Description.Rules, request.Body!, Id);
            return request;
        }

        protected internal override AnswerReader CreateReader(Prompt prompt, ModelContext context) =>
            isCompletion ? new CompletionReader(context) : base.CreateReader(prompt, context);
    }
}
