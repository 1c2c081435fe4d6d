using Anthropic;
using Anthropic.Models.Messages;
using Llm.Providers.Anthropic;

namespace Llm.Benchmarks.Streaming;

/// <summary>Programs that read the same answer of Anthropic's interface; each returns the length of its text.</summary>
internal sealed class MessagesPrograms : IDisposable
{
    private readonly HttpClient http = new(CannedAnswer.Messages());
    private readonly AnthropicModel model;
    private readonly AnthropicClient sdk;
    private readonly PromptOptions options = new() { Key = "none" };
    private readonly MessageCreateParams parameters = new()
    {
        Model = "claude-sonnet-4-6",
        MaxTokens = 1024,
        Messages = [new UserMessageParam("hi")],
    };

    public MessagesPrograms()
    {
        model = new AnthropicModel(
            new AnthropicModelSettings { Id = "claude-sonnet-4-6", ApiBase = "http://localhost", MaxTokens = 1024 }, () => http);
        sdk = new AnthropicClient { ApiKey = "none", BaseUrl = "http://localhost", MaxRetries = 0, HttpClient = http };
    }

    public async Task<int> TextAsync()
    {
        var length = 0;
        await foreach (var text in model.Ask("hi", options)) length += text.Length;
        return length;
    }

    public async Task<int> SdkAsync()
    {
        var length = 0;
        await foreach (var item in sdk.Messages.CreateStreaming(parameters))
        {
            if (item.TryPickContentBlockDelta(out var delta) && delta.Delta.TryPickText(out var text)) length += text.Text.Length;
        }

        return length;
    }

    public void Dispose()
    {
        sdk.Dispose();
        http.Dispose();
    }
}
