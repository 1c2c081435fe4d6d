// A web service that forwards answers while they are received, and logs them:
//
//     dotnet run --project samples/StreamingService
//     curl -N 'http://localhost:5000/ask?text=Five+names+for+a+pelican'
//     curl -N 'http://localhost:5000/ask?text=Capital+of+France&model=gpt-4o'
//     curl 'http://localhost:5000/summary?text=A+long+story'
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Llm;
using Llm.Storage.Logs;
using Microsoft.Extensions.AI;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddLlm(builder.Configuration.GetSection("Llm"));
// The default model as the chat client of Microsoft.Extensions.AI, with that library's own pipeline around it.
builder.Services.AddChatClient(services => services.GetRequiredService<Model>().AsChatClient()).UseLogging();
await using var app = builder.Build();
// One store is enough for all requests. While another program locks the log, requests wait for it without a thread.
await using var log = await LogStore.OpenAsync(app.Services.GetRequiredService<LlmHost>().Directory.LogsDatabase);

// A client that disconnects cancels the token, and thereby the request to the provider.
app.MapGet("/ask", async (string text, string? model, LlmHost llm, CancellationToken cancellationToken) =>
{
    try
    {
        return Results.ServerSentEvents(AnswerAsync(llm.GetModel(model).Ask(text), log, cancellationToken));
    }
    catch (UnknownModelException ex)
    {
        return Results.Problem(ex.Message, statusCode: StatusCodes.Status404NotFound);
    }
});
app.MapGet("/summary", async (string text, IChatClient client, CancellationToken cancellationToken) =>
    (await client.GetResponseAsync($"Summarize: {text}", cancellationToken: cancellationToken)).Text);
await app.RunAsync();

static async IAsyncEnumerable<SseItem<string>> AnswerAsync(
    PendingResponse answer, LogStore log, [EnumeratorCancellation] CancellationToken cancellationToken)
{
    // The part that a client received before it left is logged too.
    await answer.LogAsync(log, CancellationToken.None);
    await using var texts = answer.GetAsyncEnumerator(cancellationToken);
    while (true)
    {
        string? error = null;
        try
        {
            if (!await texts.MoveNextAsync()) break;
        }
        catch (LlmException ex)
        {
            error = ex.Message;
        }

        // The answer has begun, so an error can only be reported inside it.
        if (error is not null)
        {
            yield return new SseItem<string>(error, "error");
            yield break;
        }

        yield return new SseItem<string>(texts.Current, "text");
    }

    yield return new SseItem<string>($"{answer.Response?.Usage?.OutputTokens}", "tokens");
}
