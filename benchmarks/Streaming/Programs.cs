using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using Llm.Providers.Gemini;
using Llm.Providers.OpenAI;
using Llm.Providers.OpenAI.Chat;
using Microsoft.Extensions.AI;
using OpenAI;

namespace Llm.Benchmarks.Streaming;

/// <summary>Programs that read the same answer; each returns the length of its text.</summary>
internal sealed class Programs : IDisposable
{
    private readonly HttpClient http = new(CannedAnswer.Chat());
    private readonly HttpClient geminiHttp = new(CannedAnswer.Gemini());
    private readonly ChatModel model;
    private readonly Model gemini;
    private readonly PromptOptions options = new() { Key = "none" };
    private readonly IChatClient bridge;
    private readonly OpenAI.Chat.ChatClient sdk;
    private readonly IChatClient sdkBridge;

    public Programs()
    {
        model = new ChatModel(new OpenAIModelSettings { Id = "gpt-4o-mini", ApiBase = "http://localhost/v1" }, () => http);
        var models = new ModelRegistry();
        new GeminiPlugin(() => "v1beta", () => geminiHttp).RegisterModels(models);
        gemini = models.Models.Single(entry => entry.Aliases.Contains("gemini-3.5-flash")).Model;
        bridge = model.AsChatClient("none");
        sdk = new OpenAI.Chat.ChatClient(
            "gpt-4o-mini",
            new ApiKeyCredential("none"),
            new OpenAIClientOptions { Endpoint = new Uri("http://localhost/v1"), Transport = new HttpClientPipelineTransport(http) });
        sdkBridge = sdk.AsIChatClient();
    }

    public Task<Response> WholeAsync() => model.PromptAsync("hi", options);

    public Task<int> TextAsync() => TextAsync(model);

    public Task<int> GeminiAsync() => TextAsync(gemini);

    public Task<int> BridgeAsync() => ReadAsync(bridge);

    public Task<int> SdkBridgeAsync() => ReadAsync(sdkBridge);

    public async Task<int> SdkAsync()
    {
        var length = 0;
        await foreach (var update in sdk.CompleteChatStreamingAsync([new OpenAI.Chat.UserChatMessage("hi")]))
        {
            foreach (var part in update.ContentUpdate) length += part.Text.Length;
        }

        return length;
    }

    /// <summary>Reads with the framework's parsers alone.</summary>
    public Task<int> BareAsync() => BareAsync(http, "content");

    /// <summary>Reads Gemini's form with the framework's parsers alone.</summary>
    public Task<int> BareGeminiAsync() => BareAsync(geminiHttp, "text");

    public void Dispose()
    {
        bridge.Dispose();
        sdkBridge.Dispose();
        http.Dispose();
        geminiHttp.Dispose();
    }

    private async Task<int> TextAsync(Model asked)
    {
        var length = 0;
        await foreach (var text in asked.Ask("hi", options)) length += text.Length;
        return length;
    }

    private static async Task<int> BareAsync(HttpClient client, string name)
    {
        var utf8 = Encoding.UTF8.GetBytes(name);
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://localhost/");
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();
        var length = 0;
        await foreach (var item in SseParser.Create(stream, (_, data) => Content(data, utf8)).EnumerateAsync()) length += item.Data.Length;
        return length;
    }

    private static async Task<int> ReadAsync(IChatClient client)
    {
        var length = 0;
        await foreach (var update in client.GetStreamingResponseAsync("hi")) length += update.Text.Length;
        return length;
    }

    // Reads every token, as a program without a model of the answer must, and keeps the text.
    private static string Content(ReadOnlySpan<byte> data, byte[] name)
    {
        if (data.SequenceEqual("[DONE]"u8)) return "";
        var reader = new Utf8JsonReader(data);
        var content = "";
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(name) && reader.Read())
                content = reader.GetString() ?? "";
        }

        return content;
    }
}
