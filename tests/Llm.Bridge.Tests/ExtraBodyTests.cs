using System.Text.Json.Nodes;
using Llm.Providers.OpenAI;
using Microsoft.Extensions.AI;

namespace Llm.Bridge.Tests;

/// <summary>What a caller adds to the body of a request.</summary>
public class ExtraBodyTests : BridgeTest
{
    private static readonly ChatOptions Raw = new()
    {
        Temperature = 0.5f,
        RawRepresentationFactory = _ => new JsonObject { ["temperature"] = 1, ["metadata"] = new JsonObject { ["run"] = "r" } },
        AdditionalProperties = new() { ["trace_id"] = "t", ["seed"] = 3 },
    };

    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    public async Task Members_replace_those_of_the_same_name(string kind)
    {
        await ClientOf(kind).GetResponseAsync("q", Raw);
        var sent = Server.Requests[0].Json;
        (sent["temperature"]!.GetValue<int>(), sent["metadata"]!["run"]!.GetValue<string>()).ShouldBe((1, "r"));
        (sent["seed"]!.GetValue<int>(), sent["trace_id"]).ShouldBe((3, null));
    }

    [Fact]
    public async Task Unknown_properties_are_sent_if_the_client_is_made_so()
    {
        var model = ClientOf("chat").GetService<Model>()!;
        await model.AsChatClient(new ModelChatClientSettings { Key = Key, SendUnknownProperties = true }).GetResponseAsync("q", Raw);
        Server.Requests[0].Json["trace_id"]!.GetValue<string>().ShouldBe("t");
        new ModelChatClientSettings { Key = Key }.ToString().ShouldNotContain(Key);
    }

    [Fact]
    public async Task A_client_receives_them_as_additional_properties()
    {
        var scripted = new ScriptedClient(new ChatMessage(ChatRole.Assistant, "ok"));
        await scripted.AsModel("m").PromptAsync("q", new PromptOptions { ExtraBody = new JsonObject { ["trace_id"] = "t" } });
        scripted.Options!.AdditionalProperties.ShouldBe(new AdditionalPropertiesDictionary { ["trace_id"] = "t" });
    }

    [Fact]
    public async Task Several_stop_sequences_have_an_option_of_their_own()
    {
        var options = new PromptOptions { Key = Key }.With(OpenAIOptions.Stop, ["a", "b"]);
        var model = ClientOf("chat").GetService<Model>()!;
        (await model.PromptAsync("q", options)).Prompt.Get(OpenAIOptions.Stop).ShouldBe(["a", "b"]);
        Server.Requests[0].Json["stop"]!.ToJsonString().ShouldBe("""["a","b"]""");
        (await model.PromptAsync("q", options.With(OpenAIOptions.Stop, ["a"]))).Prompt.Get(OpenAIOptions.Stop).ShouldBe(["a"]);
        Server.Requests[1].Json["stop"]!.ToJsonString().ShouldBe("\"a\"");
        Should.Throw<LlmException>(() => model.Ask("q", options.With(OpenAIOptions.Stop, ["a", "b", "c", "d", "e"])))
            .Message.ShouldContain("a list of at most 4 strings");
    }

    [Fact]
    public async Task Pieces_and_file_names_reach_the_Responses_interface_too()
    {
        var file = new DataContent(new byte[] { 1 }, "application/pdf") { Name = "a.pdf" };
        await ClientOf("responses").GetResponseAsync(
            [new ChatMessage(ChatRole.User, [new TextContent("this"), file, new TextContent("or that")])]);
        Server.Requests[0].Json["input"]![0]!["content"]!.ToJsonString().ShouldBe(
            """[{"type":"input_text","text":"this"},"""
            + """{"type":"input_file","filename":"a.pdf","file_data":"data:application/pdf;base64,AQ=="},"""
            + """{"type":"input_text","text":"or that"}]""");
    }
}
