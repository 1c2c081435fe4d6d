using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Web.Anthropic;
using Llm.Web.Answers;

namespace Llm.Web.OpenAI;

/// <summary>The addresses of OpenAI's interfaces.</summary>
internal static class OpenAIEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var started = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        routes.MapGet("/v1/models", (HttpContext context, ServedModels models) => ListAsync(context, models, started));
        // Names of models have slashes.
        routes.MapGet("/v1/models/{**name}", (HttpContext context, string name, ServedModels models) =>
            JsonOutput.WriteAsync(
                context.Response,
                Describe(models.Find(name) ?? throw ServedModels.Unknown(name), started),
                context.RequestAborted));
        routes.MapPost("/v1/chat/completions", async (HttpContext context, AnswerService answers) =>
        {
            var body = await JsonOutput.ReadAsync(context.Request, context.RequestAborted);
            await answers.AnswerAsync(context, ChatReader.Read(body), new ChatFormat(WantsUsage(body)));
        });
        routes.MapPost("/v1/completions", async (HttpContext context, AnswerService answers) =>
        {
            var body = await JsonOutput.ReadAsync(context.Request, context.RequestAborted);
            await answers.AnswerAsync(context, CompletionsReader.Read(body), new CompletionsFormat(WantsUsage(body)));
        });
        routes.MapPost("/v1/responses", async (HttpContext context, AnswerService answers) =>
        {
            var body = await JsonOutput.ReadAsync(context.Request, context.RequestAborted);
            if (ResponsesReader.IsWarmUp(body)) await WarmUpAsync(context, body);
            else
            {
                var request = ResponsesReader.Read(body);
                await answers.AnswerAsync(context, request, new ResponsesFormat(request.PreviousTurn));
            }
        });
        routes.MapPost("/v1/embeddings", async (HttpContext context, EmbeddingService embeddings) =>
        {
            var body = await JsonOutput.ReadAsync(context.Request, context.RequestAborted);
            var vectors = await embeddings.EmbedAsync(
                body.Text("model"), EmbeddingService.Texts(body["input"]), body.Integer("dimensions"), context.RequestAborted);
            var answer = EmbeddingService.Write(vectors, body.Text("model") ?? "", body.Text("encoding_format") == "base64");
            await JsonOutput.WriteAsync(context.Response, answer, context.RequestAborted);
        });
    }

    private static bool WantsUsage(JsonObject body) => (body["stream_options"] as JsonObject)?.Flag("include_usage") == true;

    private static Task ListAsync(HttpContext context, ServedModels models, long started)
    {
        var list = AnthropicErrors.Speaks(context.Request)
            ? AnthropicModels.List(models.List(), started)
            : new JsonObject
            {
                ["object"] = "list",
                ["data"] = new JsonArray([.. models.List().Select(model => Describe(model, started))]),
            };
        return JsonOutput.WriteAsync(context.Response, list, context.RequestAborted);
    }

    private static JsonObject Describe(ServedModel model, long created) =>
        new() { ["id"] = model.Name, ["object"] = "model", ["created"] = created, ["owned_by"] = model.Owner };

    private static Task WarmUpAsync(HttpContext context, JsonObject body)
    {
        var answer = new ServedAnswer("warm-up", body.Text("model") ?? "", "", DateTimeOffset.UtcNow);
        return JsonOutput.WriteAsync(
            context.Response, new ResponsesFormat(null).Whole(answer, AnswerResult.Empty), context.RequestAborted);
    }
}
