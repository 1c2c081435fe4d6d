using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using Llm.Storage.Sqlite;

namespace Llm.Benchmarks.Serve;

/// <summary>The least that a server between a client and a provider must do.</summary>
internal static class BareProxy
{
    public static async Task RunAsync(string upstream, string path)
    {
        using var database = Database.Open(path);
        database.Execute("CREATE TABLE answers (id INTEGER PRIMARY KEY, prompt TEXT, answer TEXT)");
        var gate = new Lock();
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = int.MaxValue });
        var application = Web.Create();
        application.MapPost("/v1/chat/completions", async context =>
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{upstream}/v1/chat/completions")
            {
                Content = new StringContent(body.RootElement.GetRawText(), Encoding.UTF8, "application/json"),
            };
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
            await using var stream = await response.Content.ReadAsStreamAsync(context.RequestAborted);
            context.Response.ContentType = "text/event-stream";
            var answer = new StringBuilder();
            await foreach (var item in SseParser.Create(stream, (_, data) => data.ToArray()).EnumerateAsync(context.RequestAborted))
            {
                if (!item.Data.AsSpan().SequenceEqual("[DONE]"u8)) Forward(context, item.Data, answer);
                await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
            }

            await context.Response.BodyWriter.WriteAsync("data: [DONE]\n\n"u8.ToArray(), context.RequestAborted);
            var prompt = body.RootElement.GetRawText();
            lock (gate) database.Execute("INSERT INTO answers (prompt, answer) VALUES (?, ?)", prompt, answer.ToString());
        });
        await Web.RunAsync(application);
    }

    private static void Forward(HttpContext context, byte[] data, StringBuilder answer)
    {
        using var chunk = JsonDocument.Parse(data);
        foreach (var choice in chunk.RootElement.GetProperty("choices").EnumerateArray())
        {
            if (choice.GetProperty("delta").TryGetProperty("content", out var content)) answer.Append(content.GetString());
        }

        var pipe = context.Response.BodyWriter;
        pipe.Write("data: "u8);
        using (var json = new Utf8JsonWriter(pipe)) chunk.WriteTo(json);
        pipe.Write("\n\n"u8);
    }

    private static void Write(this System.IO.Pipelines.PipeWriter pipe, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(pipe.GetSpan(bytes.Length));
        pipe.Advance(bytes.Length);
    }
}
