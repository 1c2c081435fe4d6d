using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json.Nodes;
using Llm.Json;
using OpenAI;
using OpenAI.Chat;
using ChatMessage = OpenAI.Chat.ChatMessage;
using OpenAI.Embeddings;
using OpenAI.Models;

namespace Llm.Web.Tests;

/// <summary>OpenAI's library for .NET.</summary>
public class OpenAILibraryTests : ServedTest
{
    private static readonly ChatTool Weather = ChatTool.CreateFunctionTool(
        "weather", "Tells it", BinaryData.FromString("""{"type": "object", "properties": {"city": {"type": "string"}}}"""));

    private OpenAIClientOptions Options => new() { Endpoint = new Uri($"{Address}/v1"), RetryPolicy = new ClientRetryPolicy(0) };

    private ChatClient Chat => new("talk", new ApiKeyCredential("none"), Options);

    [Fact]
    public async Task It_lists_chats_and_streams()
    {
        var models = await new OpenAIModelClient(new ApiKeyCredential("none"), Options).GetModelsAsync(Cancellation);
        models.Value.Select(model => model.Id).ShouldContain("talk");
        var answer = (await Chat.CompleteChatAsync([new UserChatMessage("Hi")], cancellationToken: Cancellation)).Value;
        answer.Content[0].Text.ShouldBe("echo: Hi");
        answer.FinishReason.ShouldBe(ChatFinishReason.Stop);
        answer.Usage.OutputTokenCount.ShouldBe(2);
        var text = "";
        await foreach (var update in Chat.CompleteChatStreamingAsync([new UserChatMessage("Hi")], cancellationToken: Cancellation))
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
        text.ShouldBe("echo: Hi");
    }

    [Fact]
    public async Task It_calls_tools_and_sends_pictures_and_schemas()
    {
        var options = new ChatCompletionOptions { Tools = { Weather } };
        List<ChatMessage> messages = [new UserChatMessage("CALL weather {\"city\": \"Bern\"}")];
        var first = (await Chat.CompleteChatAsync(messages, options, Cancellation)).Value;
        first.FinishReason.ShouldBe(ChatFinishReason.ToolCalls);
        var call = first.ToolCalls.ShouldHaveSingleItem();
        ((string)JsonText.Parse(call.FunctionArguments.ToString())!["city"]!).ShouldBe("Bern");
        messages.AddRange([new AssistantChatMessage(first), new ToolChatMessage(call.Id, "rain")]);
        (await Chat.CompleteChatAsync(messages, options, Cancellation)).Value.Content[0].Text.ShouldBe("results: rain");
        var structured = await Chat.CompleteChatAsync(
            [new UserChatMessage("REPLY {\"name\": \"Rex\"}")],
            new ChatCompletionOptions
            {
                ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat(
                    "dog", BinaryData.FromString("""{"type": "object", "properties": {"name": {"type": "string"}}}""")),
            },
            Cancellation);
        ((string)((JsonObject)JsonText.Parse(structured.Value.Content[0].Text)!)["name"]!).ShouldBe("Rex");
        var picture = ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes([137, 80, 78, 71, 13, 10, 26, 10]), "image/png");
        var message = new UserChatMessage(ChatMessageContentPart.CreateTextPart("Look"), picture);
        await Chat.CompleteChatAsync([message], cancellationToken: Cancellation);
        Provider.Requests[^1].Json.ToJsonString().ShouldContain("image/png;base64,iVBORw0KGgo");
    }

    [Fact]
    public async Task It_embeds()
    {
        var client = new EmbeddingClient("vectors", new ApiKeyCredential("none"), Options);
        (await client.GenerateEmbeddingAsync("Hi", cancellationToken: Cancellation)).Value.ToFloats().Length.ShouldBe(8);
    }

    [Fact]
    public async Task It_shows_the_providers_words()
    {
        var error = await Should.ThrowAsync<ClientResultException>(
            Chat.CompleteChatAsync([new UserChatMessage("ERR 400")], cancellationToken: Cancellation));
        error.Status.ShouldBe(400);
        error.Message.ShouldContain("400");
    }

    [Fact]
    public async Task It_can_leave_in_the_middle()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        // .NET reads on for two seconds before it closes the connection.
        var words = string.Join(' ', Enumerable.Range(1, 30).Select(i => $"word{i}"));
        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            var updates = Chat.CompleteChatStreamingAsync(
                [new UserChatMessage($"{words}\nSLOW 200")], cancellationToken: stop.Token);
            await foreach (var update in updates)
            {
                if (update.ContentUpdate.Any(part => part.Text.Contains("word1", StringComparison.Ordinal))) await stop.CancelAsync();
            }
        });
        (await TurnsAsync(1))[0].Response!.ShouldNotContain("word30");
    }
}
