using System.Text.Json.Nodes;
using Llm.Prompting;
using Llm.Providers.Offline;
using Llm.Testing;

namespace Llm.Hosting.Tests.Prompting;

/// <summary>A run without a console: any log, any sink.</summary>
public sealed class PromptRunTests : IPromptLog, IAnswerSink
{
    private readonly List<string> events = [];
    private string? logError;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_is_passed_on_then_logged_then_the_output_ends()
    {
        var run = new PromptRun(this, this);
        await run.AskAsync(new FakeModel("Yes").StartConversation(), "one", new PromptOptions(), chain: null, Token);
        events.ShouldBe(["received Yes", "logged Yes", "finished"]);
        run.Responses.ShouldHaveSingleItem().Text.ShouldBe("Yes");
    }

    [Fact]
    public async Task Without_log_and_sink_the_answer_is_still_waited_for()
    {
        var run = new PromptRun(log: null);
        await run.AskAsync(new FakeModel("Yes").StartConversation(), "one", new PromptOptions(), chain: null, Token);
        run.Responses.ShouldHaveSingleItem().Text.ShouldBe("Yes");
    }

    [Fact]
    public async Task Each_answer_of_a_chain_is_logged_before_the_next_is_asked_for()
    {
        var (model, tool) = (new EchoModel(), Tool("done"));
        await new PromptRun(this, this).AskAsync(
            model.StartConversation(), Call, new PromptOptions { Tools = [tool] }, new ChainOptions(), Token);
        events.Select(said => said.Split(' ')[0]).ShouldBe(["received", "logged", "received", "logged", "finished"]);
    }

    [Fact]
    public async Task A_pause_logs_what_was_said_and_another_failure_gives_the_calls_up()
    {
        var pausing = Tool(new PauseChainException("wait"));
        var conversation = new EchoModel().StartConversation();
        await Should.ThrowAsync<PauseChainException>(() => Ask(conversation, pausing));
        events[^1].ShouldBe("messages user assistant tool");

        var limited = new EchoModel().StartConversation();
        await Should.ThrowAsync<LlmException>(() => Ask(limited, Tool("done"), limit: 1));
        limited.Messages[^1].Parts.OfType<ToolResultPart>()
            .ShouldHaveSingleItem().Output.ShouldStartWith("Cancelled: the chain ended before");
    }

    [Fact]
    public async Task What_came_before_a_failure_is_logged_with_its_reason()
    {
        var model = new FakeModel((_, _, _) => Failing());
        (await Should.ThrowAsync<LlmException>(() => Ask(model.StartConversation()))).Message.ShouldBe("cut");
        events.ShouldBe(["logged Half"]);

        logError = "disk full";
        (await Should.ThrowAsync<LlmException>(() => Ask(model.StartConversation()))).Message
            .ShouldBe("cut The part of the answer that was received could not be logged: disk full");
    }

    [Fact]
    public async Task A_whole_answer_that_cannot_be_logged_ends_the_output_first()
    {
        logError = "disk full";
        (await Should.ThrowAsync<LlmException>(() => Ask(new FakeModel("Yes").StartConversation()))).Message
            .ShouldBe("The answer above was not logged: disk full");
        events.ShouldBe(["received Yes", "finished"]);
    }

    private const string Call = """{"tool_calls": [{"name": "f"}]}""";

    private Task Ask(Conversation conversation, Tool? tool = null, int limit = 5) => new PromptRun(this, this).AskAsync(
        conversation, Call, new PromptOptions
        {
            Tools = tool is null ? [] : [tool],
        }, tool is null ? null : new ChainOptions { Limit = limit }, Token);

    private static Tool Tool(string output) => new("f", null, []) { Implementation = (_, _) => Task.FromResult<ToolOutput>(output) };

    private static Tool Tool(Exception error) => new("f", null, []) { Implementation = (_, _) => throw error };

    private static async IAsyncEnumerable<StreamEvent> Failing()
    {
        yield return "Half";
        await Task.Yield();
        throw new LlmException("cut");
    }

    async Task IAnswerSink.ReceiveAsync(PendingResponse response, CancellationToken cancellationToken) =>
        events.Add($"received {await response.GetTextAsync(cancellationToken)}");

    void IAnswerSink.Finish() => events.Add("finished");

    Task IPromptLog.LogAsync(Response response, CancellationToken cancellationToken)
    {
        if (logError is not null) throw new LlmException(logError);
        events.Add($"logged {response.Text}");
        return Task.CompletedTask;
    }

    Task IPromptLog.LogMessagesAsync(Conversation conversation, CancellationToken cancellationToken)
    {
        events.Add($"messages {string.Join(' ', conversation.Messages.Select(message => message.Role))}");
        return Task.CompletedTask;
    }

    Task<string?> IPromptLog.FindNewestConversationIdAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    Task<LoggedConversation?> IPromptLog.LoadConversationAsync(string id, CancellationToken cancellationToken) =>
        Task.FromResult<LoggedConversation?>(null);

    Task<Response?> IPromptLog.LoadTurnAsync(string id, CancellationToken cancellationToken) => Task.FromResult<Response?>(null);

    Task<Fragment?> IContentStore.FindFragmentAsync(string aliasOrHash, CancellationToken cancellationToken) =>
        Task.FromResult<Fragment?>(null);

    Task<JsonObject?> IContentStore.FindSchemaAsync(string id, CancellationToken cancellationToken) => Task.FromResult<JsonObject?>(null);
}
