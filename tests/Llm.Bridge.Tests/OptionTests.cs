using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Testing;
using Microsoft.Extensions.AI;

#pragma warning disable MEAI001 // Experimental options must be refused too.

namespace Llm.Bridge.Tests;

/// <summary>Options in both directions.</summary>
public class OptionTests : BridgeTest
{
    private static readonly ChatOptions All = new()
    {
        Temperature = 0.7f,
        TopP = 0.9f,
        TopK = 40,
        MaxOutputTokens = 100,
        FrequencyPenalty = 0.1f,
        PresencePenalty = 0.2f,
        Seed = long.MaxValue,
        StopSequences = ["END"],
        Reasoning = new ReasoningOptions { Effort = ReasoningEffort.ExtraHigh, Output = ReasoningOutput.None },
        AllowMultipleToolCalls = true,
        ToolMode = ChatToolMode.Auto,
        ModelId = "m",
    };

    [Fact]
    public async Task Options_are_the_same_after_the_way_there_and_back()
    {
        var scripted = new ScriptedClient(new ChatMessage(ChatRole.Assistant, "ok"));
        var settings = new ChatClientModelSettings
        {
            ModelId = "m",
            Options = [.. ChatClientModelSettings.StandardOptions, ModelOptions.Boolean("loud", "Shout."), ModelOptions.Number(
                "weight", "Weight.")],
        };
        var asked = All.Clone();
        asked.AdditionalProperties = new() { ["loud"] = true, ["weight"] = 1.5 };
        await scripted.AsModel("m", settings).AsChatClient().GetResponseAsync("q", asked);
        var sent = scripted.Options!;
        (sent.AllowMultipleToolCalls, sent.ToolMode) = (asked.AllowMultipleToolCalls, asked.ToolMode);
        JsonSerializer.Serialize(sent, AIJsonUtilities.DefaultOptions)
            .ShouldBe(JsonSerializer.Serialize(asked, AIJsonUtilities.DefaultOptions));
    }

    [Fact]
    public async Task Options_reach_our_models_under_their_own_names()
    {
        var asked = All.Clone();
        (asked.ModelId, asked.TopK) = ("own-fake", null);
        asked.AdditionalProperties = new() { ["logit_bias"] = new JsonObject { ["12"] = 5 } };
        await ClientOf("chat").GetResponseAsync("q", asked);
        var sent = Server.Requests[0].Json;
        foreach (var name in (string[])["messages", "model", "stream"]) sent.Remove(name);
        sent.ToJsonString().ShouldBe(
            """{"temperature":0.7,"max_tokens":100,"top_p":0.9,"frequency_penalty":0.1,"presence_penalty":0.2,"stop":"END","""
            + """ "logit_bias":{"12":5},"seed":9223372036854775807,"reasoning_effort":"xhigh"}""".TrimStart());
    }

    [Fact]
    public async Task Any_JSON_is_asked_for_where_the_model_can()
    {
        await ClientOf("chat").GetResponseAsync("q", new ChatOptions { ResponseFormat = ChatResponseFormat.Json });
        Server.Requests[0].Json["response_format"]!["type"]!.GetValue<string>().ShouldBe("json_object");
    }

    [Fact]
    public async Task Tools_can_be_withheld_for_a_turn()
    {
        var tool = AIFunctionFactory.CreateDeclaration("f", null, JsonElement.Parse("{}"));
        await ClientOf("chat").GetResponseAsync("q", new ChatOptions { Tools = [tool], ToolMode = ChatToolMode.None });
        Server.Requests[0].Json["tool_choice"]!.GetValue<string>().ShouldBe("none");
    }

    [Theory]
    [InlineData(null, "\"required\"")]
    [InlineData("f", """{"type": "function", "function": {"name": "f"}}""")]
    public async Task A_tool_can_be_required_and_several_calls_forbidden(string? name, string sent)
    {
        var options = new ChatOptions
        {
            Tools = [AIFunctionFactory.CreateDeclaration("f", null, JsonElement.Parse("{}"))],
            ToolMode = name is null ? ChatToolMode.RequireAny : ChatToolMode.RequireSpecific(name),
            AllowMultipleToolCalls = false,
        };
        await ClientOf("chat").GetResponseAsync("q", options);
        JsonNode.DeepEquals(Server.Requests[0].Json["tool_choice"], JsonNode.Parse(sent)).ShouldBeTrue();
        Server.Requests[0].Json["parallel_tool_calls"]!.GetValue<bool>().ShouldBeFalse();
    }

    public static TheoryData<string, ChatOptions> Refused => new()
    {
        { "TopK", new() { TopK = 1 } },
        { "Seed", new() { Seed = 1 } },
        { "MaxOutputTokens", new() { MaxOutputTokens = 1 } },
        { "StopSequences", new() { StopSequences = ["a"] } },
        { "Reasoning.Effort", new() { Reasoning = new() { Effort = ReasoningEffort.Low } } },
        { "ResponseFormat", new() { ResponseFormat = ChatResponseFormat.Json } },
        { "ResponseFormat", new() { ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonElement.Parse("true")) } },
        { "ModelId", new() { ModelId = "other" } },
        { "ConversationId", new() { ConversationId = "c" } },
        { "ContinuationToken", new() { ContinuationToken = ResponseContinuationToken.FromBytes(new byte[] { 1 }) } },
        { "RawRepresentationFactory", new() { RawRepresentationFactory = _ => new Uri("http://localhost") } },
        { "prediction", new() { RawRepresentationFactory = _ => new JsonObject { ["prediction"] = "p" } } },
        { "HostedWebSearchTool", new() { Tools = [new HostedWebSearchTool()] } },
        { "temperature", new() { Temperature = 0.5f, AdditionalProperties = new() { ["temperature"] = 1 } } },
        { "temperature", new() { Temperature = 3 } },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public async Task What_the_model_does_not_know_is_refused_by_name(string name, ChatOptions options)
    {
        var model = new FakeModel("ok");
        (await Should.ThrowAsync<LlmException>(() => model.AsChatClient().GetResponseAsync("q", options))).Message.ShouldContain(name);
        await Should.ThrowAsync<LlmException>(() => model.AsChatClient().GetStreamingResponseAsync("q", options).ToChatResponseAsync());
        model.Prompts.ShouldBeEmpty();
    }

    [Fact]
    public async Task Several_stop_sequences_are_too_many_for_a_model_that_takes_one()
    {
        var model = new ScriptedClient().AsModel("m", new ChatClientModelSettings { Options = [ModelOptions.Text("stop", "The end.")] });
        var error = await Should.ThrowAsync<LlmException>(
            () => model.AsChatClient().GetResponseAsync("q", new ChatOptions { StopSequences = ["a", "b"] }));
        error.Message.ShouldContain("StopSequences");
    }

    [Fact]
    public async Task A_model_is_asked_for_what_its_settings_say()
    {
        var settings = new ChatClientModelSettings
        {
            SupportsTools = false,
            SupportsSchema = false,
            AttachmentTypes = [],
            Options = [],
            CanStream = false,
            ModelId = "big",
        };
        var scripted = new ScriptedClient(new ChatMessage(ChatRole.Assistant, "ok"));
        var model = scripted.AsModel("m", settings);
        var asked = model.Ask("q");
        await asked;
        asked.Stream.ShouldBeFalse();
        scripted.Options!.ModelId.ShouldBe("big");
        Should.Throw<LlmException>(() => model.Ask("q", new PromptOptions { Tools = [new Tool("f", null, [])] }));
        Should.Throw<LlmException>(() => model.Ask("q", new PromptOptions { Schema = new JsonObject { ["type"] = "object" } }));
        Should.Throw<LlmException>(() => model.Ask("q", new PromptOptions { Attachments = [Attachment.FromBytes(Png)] }));
        Should.Throw<LlmException>(() => model.Ask("q", new PromptOptions { Options = new Dictionary<string, JsonNode?> { ["temperature"] = 1 } }));
        new ChatClientModelSettings { Secret = Key }.ToString().ShouldNotContain(Key);
    }

    [Fact]
    public async Task Counts_are_the_same_after_the_way_there_and_back()
    {
        var usage = new UsageDetails
        {
            InputTokenCount = 10,
            OutputTokenCount = 20,
            TotalTokenCount = 35,
            CachedInputTokenCount = 3,
            ReasoningTokenCount = 4,
            InputAudioTokenCount = 1,
            OutputTextTokenCount = 2,
            AdditionalCounts = new() { ["Cache.Written"] = 5 },
        };
        foreach (var stream in (bool[])[true, false])
        {
            var client = new ScriptedClient(new ChatMessage(ChatRole.Assistant, "ok")) { Usage = usage }.AsModel("m").AsChatClient();
            var answer = stream ? await client.GetStreamingResponseAsync("q").ToChatResponseAsync() : await client.GetResponseAsync("q");
            JsonSerializer.Serialize(answer.Usage, AIJsonUtilities.DefaultOptions)
                .ShouldBe(JsonSerializer.Serialize(usage, AIJsonUtilities.DefaultOptions));
            (answer.Usage!.InputAudioTokenCount, answer.Usage.OutputTextTokenCount).ShouldBe((1, 2));
        }
    }

    [Fact]
    public async Task Counts_of_our_own_models_have_their_names()
    {
        var details = new JsonObject
        {
            ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = 5 },
            ["completion_tokens_details"] = new JsonObject { ["reasoning_tokens"] = 6, ["rejected_prediction_tokens"] = 7 },
        };
        var model = new FakeModel((_, context, _) => Answer(context));
        var usage = (await model.AsChatClient().GetResponseAsync("q")).Usage!;
        (usage.CachedInputTokenCount, usage.ReasoningTokenCount, usage.AdditionalCounts!["completion_tokens_details.rejected_prediction_tokens"]).ShouldBe((5, 6, 7));

        async IAsyncEnumerable<StreamEvent> Answer(ModelContext context)
        {
            await Task.Yield();
            context.Usage = new Usage { InputTokens = 1, OutputTokens = 2, Details = details };
            yield return "ok";
        }
    }
}
