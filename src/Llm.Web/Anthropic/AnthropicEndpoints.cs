using Llm.Web.Answers;

namespace Llm.Web.Anthropic;

/// <summary>The address of Anthropic's interface.</summary>
internal static class AnthropicEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/messages", async (HttpContext context, AnswerService answers) =>
        {
            var body = await JsonOutput.ReadAsync(context.Request, context.RequestAborted);
            await answers.AnswerAsync(context, MessagesReader.Read(body), new MessagesFormat());
        });
}
