using System.Text;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.OpenAI.Chat;
using Llm.Testing;

namespace Llm.Providers.Tests.Chat;

/// <summary>A large text in one piece is read without a string, and what is read is the same.</summary>
public class LargeTextTests : ServerTest
{
    private const string Head = "\"id\":\"c1\",\"model\":\"m-1\"";

    private static readonly string Large = string.Concat(Enumerable.Repeat("a \"žluťoučký\" kůň 😀\n", 30_000));

    [Theory]
    [InlineData(true, "{HEAD,'choices':[{'index':0,'delta':{'role':'assistant','content':TEXT},'finish_reason':null}]}", true)]
    [InlineData(true, "{HEAD,'choices':[{'index':0,'delta':{'content':TEXT}}]}", true)]
    [InlineData(true, "{HEAD,'choices':[{'delta':{'content':TEXT,'reasoning_content':'hm','tool_calls':[]}}]}", true)]
    [InlineData(true, "{HEAD,'choices':[{'delta':{'content':[{'type':'text','text':TEXT}]}}]}", true)]
    [InlineData(true, "{HEAD,'choices':[{'delta':{'content':TEXT}},{'delta':{'content':'other'}}]}", true)]
    [InlineData(true, "{HEAD,'choices':[{'message':{'content':TEXT}}]}", true)]
    [InlineData(false, "{HEAD,'choices':[{'index':0,'message':{'role':'assistant','content':TEXT,'refusal':null},'finish_reason':'stop'}],'usage':{'prompt_tokens':3}}", true)]
    [InlineData(false, "{HEAD,'choices':[{'message':{'reasoning':'hm','content':TEXT},'finish_reason':'length'}]}", true)]
    [InlineData(false, "{HEAD,'choices':[{'delta':{'content':TEXT},'finish_reason':'stop'}]}", false)]
    public async Task It_is_read_as_a_small_one_is(bool stream, string form, bool isUtf8)
    {
        var large = await AnswerAsync(stream, form, Large);
        var part = large.Messages[^1].Parts.OfType<TextPart>().Last();
        (part.Utf8 is not null).ShouldBe(isUtf8);
        var small = await AnswerAsync(stream, form, "SMALL");
        large.Text.ShouldBe(small.Text.Replace("SMALL", Large));
        Json(large).ShouldBe(Json(small).Replace("SMALL", Escape(Large)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Half_a_surrogate_pair_in_it_is_replaced(bool stream)
    {
        var text = PythonJson.Quote(Large)[1..^1] + @"\ud83d";
        var answer = await AnswerAsync(stream, "{'choices':[{'" + (stream ? "delta" : "message") + "':{'content':TEXT}}]}", null, $"\"{text}\"");
        answer.Text.ShouldBe(Large + "\ufffd");
    }

    [Fact]
    public async Task Many_small_pieces_that_become_large_stay_utf8()
    {
        Server.Enqueue(new FakeAnswer { Pieces = [.. Enumerable.Repeat("žluťoučký kůň\n", 30_000)] });
        var answer = await Chat().PromptAsync("hi", new PromptOptions { Key = Key });
        answer.Messages[0].Parts.ShouldHaveSingleItem().ShouldBeOfType<TextPart>().Utf8.ShouldNotBeNull();
        answer.Text.ShouldBe(string.Concat(Enumerable.Repeat("žluťoučký kůň\n", 30_000)));
        answer.RawJson!["content"]!.GetValue<string>().ShouldBeSameAs(((TextPart)answer.Messages[0].Parts[0]).Text);
    }

    [Fact]
    public void A_model_of_another_dialect_finds_the_text_in_the_json()
    {
        var json = Encoding.UTF8.GetBytes("{\"choices\":[{\"delta\":{\"content\":" + PythonJson.Quote(Large) + "}}]}");
        new ChatReader(new ModelContext()).TakeText(json, isWhole: false).ShouldNotBeNull();
        new Dialect().TakeText(json, isWhole: false).ShouldBeNull();
    }

    private async Task<Response> AnswerAsync(bool stream, string form, string? text, string? literal = null)
    {
        var json = form.Replace('\'', '"').Replace("HEAD", Head).Replace("TEXT", literal ?? PythonJson.Quote(text!));
        var end = stream ? "\n\ndata: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n" : "";
        Server.Enqueue(FakeReply.Text((stream ? "data: " : "") + json + end, stream ? "text/event-stream" : "application/json"));
        return await Chat().PromptAsync("hi", new PromptOptions { Key = Key, Stream = stream });
    }

    private static string Escape(string text) => PythonJson.Quote(text)[1..^1];

    private static string Json(Response response)
    {
        var messages = new JsonArray([.. response.Messages.Select(message => message.ToJson())]);
        return PythonJson.Compact(new JsonObject
        {
            ["messages"] = messages,
            ["payload"] = response.RawJson?.DeepClone(),
            ["id"] = response.ResponseId,
            ["model"] = response.ResponseModel,
            ["reason"] = response.FinishReason?.Value,
            ["input"] = response.Usage?.InputTokens,
        });
    }

    private sealed class Dialect() : ChatReader(new ModelContext());
}
