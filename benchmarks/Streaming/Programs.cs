using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Llm.Providers.OpenAI;
using Llm.Providers.OpenAI.Chat;
using Microsoft.Extensions.AI;
using OpenAI;

namespace Llm.Benchmarks.Streaming;

/// <summary>Programs that read the same answer; each returns the length of its text.</summary>
internal sealed class Programs : IDisposable
{
    private readonly HttpClient http = new(CannedAnswer.Chat());
    private readonly ChatModel model;
    private readonly PromptOptions options = new() { Key = "none" };
    private readonly IChatClient bridge;
    private readonly OpenAI.Chat.ChatClient sdk;
    private readonly IChatClient sdkBridge;

    public Programs()
    {
        model = new ChatModel(new OpenAIModelSettings { Id = "gpt-4o-mini", ApiBase = "http://localhost/v1" }, () => http);
        bridge = model.AsChatClient("none");
        sdk = new OpenAI.Chat.ChatClient(
            "gpt-4o-mini",
            new ApiKeyCredential("none"),
            new OpenAIClientOptions { Endpoint = new Uri("http://localhost/v1"), Transport = new HttpClientPipelineTransport(http) });
        sdkBridge = sdk.AsIChatClient();
    }

    public Task<Response> WholeAsync() => model.PromptAsync("hi", options);

    public async Task<int> TextAsync()
    {
        var length = 0;
        await foreach (var text in model.Ask("hi", options)) length += text.Length;
        return length;
    }

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
    public async Task<int> BareAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://localhost/");
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();
        var length = 0;
        await foreach (var item in SseParser.Create(stream, (_, data) => Content(data)).EnumerateAsync()) length += item.Data.Length;
        return length;
    }

    public void Dispose()
    {
        bridge.Dispose();
        sdkBridge.Dispose();
        http.Dispose();
    }

    private static async Task<int> ReadAsync(IChatClient client)
    {
        var length = 0;
        await foreach (var update in client.GetStreamingResponseAsync("hi")) length += update.Text.Length;
        return length;
    }

    // Reads every token, as a program without a model of the answer must, and keeps the text.
    private static string Content(ReadOnlySpan<byte> data)
    {
        if (data.SequenceEqual("[DONE]"u8)) return "";
        var reader = new Utf8JsonReader(data);
        var content = "";
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("content"u8) && reader.Read())
                content = reader.GetString() ?? "";
        }

        return content;
    }
}
