using Llm.Providers.Gemini;

namespace Llm.Providers.Tests.Gemini;

/// <summary>Tools that Google runs.</summary>
public class GeminiServerToolTests : GeminiTest
{
    [Theory]
    [InlineData("gemini-2.5-flash", "GoogleSearch, URLContext, CodeExecution")]
    [InlineData("gemini-flash-lite-latest", "GoogleSearch, URLContext, CodeExecution")]
    [InlineData("gemini-3.7-flash", "GoogleSearch, URLContext, CodeExecution")]
    [InlineData("gemma-4-31b-it", "")]
    public void A_model_has_those_of_the_Python_plugin(string name, string tools)
    {
        var model = NewModel(name);
        string.Join(", ", model.ServerSideTools.Select(type => type.Name)).ShouldBe(tools);
        model.ServerSideTools.ShouldAllBe(type => type.Plugin == "llm-gemini" && type.Signature == $"{type.Name}()");
    }

    [Fact]
    public async Task On_Gemini_3_they_stand_beside_functions()
    {
        var options = new PromptOptions { Tools = [Tool("GoogleSearch"), new Tool("f", null, []), Tool("CodeExecution")] };
        var body = await SentAsync(NewModel(), "x", options);
        body["tools"].ShouldBeJson("""[{"googleSearch": {}}, {"codeExecution": {}}, {"functionDeclarations": [{"name": "f"}]}]""");
        body["toolConfig"].ShouldBeJson("""{"includeServerSideToolInvocations": true, "functionCallingConfig": {"mode": "VALIDATED"}}""");
        body = await SentAsync(NewModel(), "x", options with { ToolChoice = ToolChoice.FromName("f") });
        body["toolConfig"].ShouldBeJson(
            """{"includeServerSideToolInvocations": true, "functionCallingConfig": {"mode": "ANY", "allowedFunctionNames": ["f"]}}""");
    }

    [Fact]
    public async Task Older_models_have_them_alone()
    {
        var model = NewModel("gemini-2.5-flash");
        var body = await SentAsync(model, "x", new PromptOptions { Tools = [Tool("URLContext")], ToolChoice = ToolChoice.Auto });
        body["tools"].ShouldBeJson("""[{"urlContext": {}}]""");
        body.ContainsKey("toolConfig").ShouldBeFalse();
        var both = new PromptOptions { Key = Key, Tools = [Tool("URLContext"), new Tool("f", null, [])] };
        (await Should.ThrowAsync<LlmException>(() => model.PromptAsync("x", both))).Message.ShouldBe(
            "GeminiPro: gemini/gemini-2.5-flash takes either tools that Google runs or functions, not both at once: leave out one kind, or "
            + "choose a model of Gemini 3.");
    }

    [Fact]
    public async Task The_options_of_older_plugins_do_the_same()
    {
        var options = new PromptOptions { Tools = [Tool("GoogleSearch")] }
            .With(Json("""{"google_search": "1", "url_context": true, "code_execution": 1}"""));
        (await SentAsync(NewModel(), "x", options))["tools"].ShouldBeJson("""[{"googleSearch": {}}, {"urlContext": {}}, {"codeExecution": {}}]""");
        (await SentAsync(NewModel(), "x", new PromptOptions().With("google_search", false))).ContainsKey("tools").ShouldBeFalse();
    }

    [Fact]
    public void One_that_a_model_lacks_is_refused()
    {
        var options = new PromptOptions { Key = Key, Tools = [Tool("GoogleSearch")] };
        Should.Throw<LlmException>(() => NewModel("gemma-4-31b-it").Ask("x", options)).Message.ShouldBe(
            "Model 'gemini/gemma-4-31b-it' does not support server-side tool 'google_search'. Run: llm tools -m gemini/gemma-4-31b-it");
    }

    [Fact]
    public async Task What_they_did_is_part_of_the_answer_and_goes_back()
    {
        const string code = """{"executableCode": {"language": "PYTHON", "code": "print(6227020800 * 3)"}, "thoughtSignature": "S"}""";
        const string result = """{"codeExecutionResult": {"outcome": "OUTCOME_OK", "output": "18681062400\n"}}""";
        const string call = """{"toolCall": {"toolType": "GOOGLE_SEARCH_WEB", "args": {"queries": ["x"]}, "id": "t1"}, "thoughtSignature": "T"}""";
        const string response = """{"toolResponse": {"toolType": "GOOGLE_SEARCH_WEB", "response": {"search_suggestions": "y"}, "id": "t1"}}""";
        const string other = """{"toolCall": {"toolType": "MAPS_NEW"}}""";
        const string otherResponse = """{"toolResponse": {"toolType": "MAPS_NEW"}}""";
        var answer = await ReadAsync(
            Piece("""{"text": "I run it."}"""), Piece(code), Piece($"{result}, {call}, {response}"), Piece($"{other}, {otherResponse}"),
            Piece("""{"text": "Done."}""", "STOP"));
        answer.FinishReason.ShouldBe(FinishReason.Stop);
        answer.ToolCalls.ShouldBeEmpty();
        var parts = answer.Messages.ShouldHaveSingleItem().Parts;
        parts.Select(part => part.ToJson()["name"]?.GetValue<string>()).ShouldBe(
            [null, "code_execution", "code_execution", "google_search", "google_search", "maps_new", "maps_new", null]);
        var (ran, printed) = ((ToolCallPart)parts[1], (ToolResultPart)parts[2]);
        (ran.ServerExecuted, printed.ServerExecuted, printed.ToolCallId).ShouldBe((true, true, ran.ToolCallId));
        ran.Arguments.ShouldBeJson("""{"language": "PYTHON", "code": "print(6227020800 * 3)"}""");
        printed.Output.ShouldBe("""{"outcome": "OUTCOME_OK", "output": "18681062400\n"}""");
        var (searched, found) = ((ToolCallPart)parts[3], (ToolResultPart)parts[4]);
        (searched.ToolCallId, found.ToolCallId, found.Output).ShouldBe(("t1", "t1", """{"search_suggestions": "y"}"""));
        ((ToolResultPart)parts[6]).ToolCallId.ShouldBe(((ToolCallPart)parts[5]).ToolCallId);

        await answer.ReplyAsync("And?", new PromptOptions { Key = Key });
        Server.Requests[^1].Json["contents"]![1]!["parts"].ShouldBeJson(
            $$"""[{"text": "I run it."}, {{code}}, {{result}}, {{call}}, {{response}}, {{other}}, {{otherResponse}}, {"text": "Done."}]""");
    }

    [Theory]
    [InlineData("""{"text": "Rain."}""", true)]
    [InlineData("""{"text": "", "thoughtSignature": "S"}""", false)]
    public async Task Sources_are_kept_with_the_text_that_they_are_for(string last, bool isNew)
    {
        const string grounding = """{"webSearchQueries": ["weather"], "groundingSupports": [{"confidenceScores": [0.75]}]}""";
        var final = Piece(last, "STOP").Replace("\"index\"", $"\"groundingMetadata\": {grounding}, \"index\"", StringComparison.Ordinal);
        var answer = await ReadAsync(Piece("""{"text": "It says: "}"""), final);
        answer.Text.ShouldBe(isNew ? "It says: Rain." : "It says: ");
        var signature = isNew ? "" : ", \"thoughtSignature\": \"S\"";
        answer.Messages[0].Parts.ShouldHaveSingleItem().ProviderMetadata.ShouldBeJson(
            $$$"""{"gemini": {"groundingMetadata": {{{grounding}}}{{{signature}}}}}""");
    }

    private ServerSideTool Tool(string name) => GeminiServerTools.For(NewModel().Features).Single(type => type.Name == name).Make([]);
}
