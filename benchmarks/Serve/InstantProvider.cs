using System.Text;

namespace Llm.Benchmarks.Serve;

/// <summary>A provider that has its answer ready: a stream of Chat Completions.</summary>
internal static class InstantProvider
{
    public const int Events = 200;

    private static readonly byte[] Answer = Encoding.UTF8.GetBytes(string.Concat(Chunks().Select(chunk => $"data: {chunk}\n\n")));

    public static async Task RunAsync()
    {
        var application = Web.Create();
        application.MapPost("/v1/chat/completions", async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.WriteAsync(Answer, context.RequestAborted);
        });
        await Web.RunAsync(application);
    }

    private static IEnumerable<string> Chunks()
    {
        const string start = """{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"upstream","choices":[""";
        const string head = start + """{"index":0,"delta":{""";
        yield return $$"""{{head}}"role":"assistant","content":""},"finish_reason":null}]}""";
        for (var i = 0; i < Events; i++) yield return $$"""{{head}}"content":" piece{{i}}"},"finish_reason":null}]}""";
        yield return $$"""{{head}}},"finish_reason":"stop"}]}""";
        yield return start + """],"usage":{"prompt_tokens":5,"completion_tokens":200,"total_tokens":205}}""";
        yield return "[DONE]";
    }
}
