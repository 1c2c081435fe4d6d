using System.Globalization;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Web.Answers;

namespace Llm.Web.Ollama;

/// <summary>The addresses of Ollama's interface.</summary>
internal static class OllamaEndpoints
{
    /// <summary>The version whose interface this is, for clients that ask for the least one they need.</summary>
    private const string InterfaceVersion = "0.12.0";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var started = DateTimeOffset.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        routes.MapGet("/api/version", context =>
            JsonOutput.WriteAsync(context.Response, new JsonObject { ["version"] = InterfaceVersion }, context.RequestAborted));
        routes.MapGet("/api/tags", (HttpContext context, ServedModels models) => WriteListAsync(context, models.List(), started));
        // All models are ready at any time, and none of them uses memory here.
        routes.MapGet("/api/ps", context => WriteListAsync(context, [], started));
        routes.MapPost("/api/show", async (HttpContext context, ServedModels models) =>
        {
            var body = await JsonOutput.ReadAsync(context.Request, context.RequestAborted);
            var name = OllamaReader.NameOf(body) ?? "";
            await JsonOutput.WriteAsync(
                context.Response, Show(models.Find(name) ?? throw ServedModels.Unknown(name)), context.RequestAborted);
        });
        routes.MapPost("/api/pull", async context =>
        {
            var body = await JsonOutput.ReadAsync(context.Request, context.RequestAborted);
            throw ServedException.BadRequest(
                $"Models are not downloaded here, and there is none called {OllamaReader.NameOf(body)}. 'llm models' lists those that "
                + "there are; 'llm ollama pull' downloads one for an Ollama server.");
        });
        routes.MapPost("/api/chat", async (HttpContext context, AnswerService answers, LlmHost host) =>
        {
            var body = await JsonOutput.ReadAsync(context.Request, context.RequestAborted);
            await answers.AnswerAsync(context, OllamaReader.Chat(body), new OllamaFormat(isChat: true, host.Services.Clock));
        });
        routes.MapPost("/api/generate", async (HttpContext context, AnswerService answers, LlmHost host) =>
        {
            var body = await JsonOutput.ReadAsync(context.Request, context.RequestAborted);
            await answers.AnswerAsync(context, OllamaReader.Generate(body), new OllamaFormat(isChat: false, host.Services.Clock));
        });
        routes.MapPost("/api/embed", async (HttpContext context, EmbeddingService embeddings) =>
        {
            var body = await JsonOutput.ReadAsync(context.Request, context.RequestAborted);
            var vectors = await embeddings.EmbedAsync(
                OllamaReader.NameOf(body), EmbeddingService.Texts(body["input"]), body.Integer("dimensions"), context.RequestAborted);
            var answer = new JsonObject
            {
                ["model"] = body.Text("model"),
                ["embeddings"] = new JsonArray([.. vectors.Select(EmbeddingService.Numbers)]),
            };
            await JsonOutput.WriteAsync(context.Response, answer, context.RequestAborted);
        });
        routes.MapPost("/api/embeddings", async (HttpContext context, EmbeddingService embeddings) =>
        {
            var body = await JsonOutput.ReadAsync(context.Request, context.RequestAborted);
            var vectors = await embeddings.EmbedAsync(
                OllamaReader.NameOf(body), EmbeddingService.Texts(body["prompt"]), dimensions: null, context.RequestAborted);
            await JsonOutput.WriteAsync(
                context.Response, new JsonObject { ["embedding"] = EmbeddingService.Numbers(vectors[0]) }, context.RequestAborted);
        });
    }

    private static Task WriteListAsync(HttpContext context, IReadOnlyList<ServedModel> models, string started) => JsonOutput.WriteAsync(
        context.Response,
        new JsonObject { ["models"] = new JsonArray([.. models.Select(model => Describe(model, started))]) },
        context.RequestAborted);

    private static JsonObject Describe(ServedModel model, string started) => new()
    {
        ["name"] = model.Name,
        ["model"] = model.Name,
        ["modified_at"] = started,
        ["size"] = 0,
        ["digest"] = "",
        ["details"] = Details(model),
    };

    private static JsonObject Details(ServedModel model) => new()
    {
        ["parent_model"] = "",
        ["format"] = "",
        ["family"] = model.Owner,
        ["families"] = new JsonArray(model.Owner),
        ["parameter_size"] = "",
        ["quantization_level"] = "",
    };

    private static JsonObject Show(ServedModel model)
    {
        var capabilities = new JsonArray(model.Embeds ? "embedding" : "completion");
        if (model.Model?.SupportsTools == true) capabilities.Add((JsonNode)"tools");
        if (model.Model?.AttachmentTypes.Any(type => type.StartsWith("image/", StringComparison.Ordinal)) == true)
            capabilities.Add((JsonNode)"vision");
        return new JsonObject
        {
            ["modelfile"] = "",
            ["parameters"] = "",
            ["template"] = "",
            ["details"] = Details(model),
            ["model_info"] = new JsonObject(),
            ["capabilities"] = capabilities,
        };
    }
}
