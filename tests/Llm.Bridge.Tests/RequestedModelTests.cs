using Llm.Providers.Http;
using Llm.Providers.OpenAI;
using Llm.Providers.OpenAI.Chat;
using Llm.Testing;
using Microsoft.Extensions.AI;

namespace Llm.Bridge.Tests;

/// <summary>A request that names another model than the client's.</summary>
public class RequestedModelTests : BridgeTest
{
    private static readonly HttpClient Http = ProviderHttp.CreateClient();

    public static TheoryData<string> Kinds => ["chat", "responses", "anthropic", "openai"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_same_server_is_asked_for_it(string kind)
    {
        var answer = await ClientOf(kind).GetResponseAsync("q", new ChatOptions { ModelId = "other" });
        answer.ModelId.ShouldBe("other");
        Server.Requests.ShouldHaveSingleItem().Json["model"]!.GetValue<string>().ShouldBe("other");
        Server.Requests[0].Headers.ShouldContain(header => header.Value.Contains(Key));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_model_of_the_host_answers(bool stream)
    {
        var other = new FakeModel("from the other");
        var model = new FakeModel((_, _, _) => throw new InvalidOperationException(), "first")
        {
            Services = new ModelServices { FindModel = name => name is "second" or "alias" ? other : null },
        };
        foreach (var name in (string[])["second", "alias"])
        {
            var options = new ChatOptions { ModelId = name };
            var answer = stream
                ? await model.AsChatClient().GetStreamingResponseAsync("q", options).ToChatResponseAsync()
                : await model.AsChatClient().GetResponseAsync("q", options);
            (answer.Text, answer.ModelId).ShouldBe(("from the other", "fake"));
        }

        (await Should.ThrowAsync<LlmException>(() => model.AsChatClient().GetResponseAsync("q", new ChatOptions { ModelId = "third" })))
            .Message.ShouldBe(
                "This client uses first and finds no model third: name a model of the same LlmHost in ChatOptions.ModelId, "
                + "or leave it out.");
    }

    [Fact]
    public async Task Another_server_does_not_receive_the_key()
    {
        await using var elsewhere = await FakeServer.StartAsync();
        var other = ModelOn(elsewhere, "other");
        var model = ModelOn(Server, "first", new ModelServices { FindModel = _ => other });
        await model.AsChatClient(Key).GetResponseAsync("q");
        Server.Requests[0].Headers.ShouldContain(header => header.Value.Contains(Key));
        await Should.ThrowAsync<MissingKeyException>(
            () => model.AsChatClient(Key).GetResponseAsync("q", new ChatOptions { ModelId = "other" }));
        elsewhere.Requests.ShouldBeEmpty();
    }

    private static ChatModel ModelOn(FakeServer server, string id, ModelServices? services = null) =>
        new(new OpenAIModelSettings { Id = id, ApiBase = server.BaseAddress, NeedsKey = "a-key-that-is-not-stored" }, () => Http)
        {
            Services = services ?? ModelServices.Default,
        };
}
