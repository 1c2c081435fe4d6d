using System.Text.Json.Nodes;
using Llm;
using Llm.Providers.Http;

namespace OwnProvider;

/// <summary>Makes the requests.</summary>
internal sealed class LinesModel(string name, Uri server, Func<HttpClient> http) : HttpModel($"lines/{name}", http)
{
    public override IReadOnlyList<ModelOption> Options { get; } =
        [ModelOptions.Number("temperature", "Randomness: higher values make answers more varied.", 0, 2)];

    public override ModelOrigin Origin => new(name, "lines", server);

    protected override Task<ProviderRequest> CreateRequestAsync(Prompt prompt, ModelContext context, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["model"] = name,
            ["messages"] = new JsonArray([.. prompt.Messages.Select(message =>
                new JsonObject { ["role"] = message.Role, ["content"] = message.Text })]),
            ["stream"] = context.Stream,
        };
        if (prompt.Options.Count > 0) body["options"] = prompt.Options.DeepClone();
        return Task.FromResult(new ProviderRequest(new Uri(server, "api/chat"), body)
        {
            Stream = context.Stream ? StreamFormat.JsonLines : null,
        });
    }

    protected override AnswerReader CreateReader(Prompt prompt, ModelContext context) => new LinesReader(context);
}
