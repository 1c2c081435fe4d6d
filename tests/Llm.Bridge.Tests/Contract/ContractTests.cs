using System.ClientModel;
using Llm.Providers.Http;
using Llm.Providers.OpenAI;
using Llm.Providers.OpenAI.Chat;
using Llm.Testing;
using Microsoft.Extensions.AI;

namespace Llm.Bridge.Tests.Contract;

/// <summary>What callers of <see cref="IChatClient"/> rely on: the same calls as the client of Microsoft.Extensions.AI.OpenAI.</summary>
public class ContractTests : BridgeTest
{
    private static readonly HttpClient Http = ProviderHttp.CreateClient();

    public static TheoryData<string, bool> Rows
    {
        get
        {
            var rows = new TheoryData<string, bool>();
            foreach (var row in ContractRows.All)
            {
                if (row.Stream != true) rows.Add(row.ToString(), false);
                if (row.Stream != false) rows.Add(row.ToString(), true);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Requests_and_answers_are_the_same_but_for_what_the_row_lists(string name, bool stream)
    {
        var row = ContractRows.All.Single(row => row.ToString() == name);
        var theirs = await AskAsync(Client("openai"), row, stream);
        if (row.Refusal is { } refusal)
        {
            (await Should.ThrowAsync<LlmException>(() => AskAsync(Ours(), row, stream))).Message.ShouldContain(refusal);
            Server.Requests.Count.ShouldBe(1, "A refused request must not be sent.");
            return;
        }

        var ours = await AskAsync(Ours(), row, stream);
        var requests = Server.Requests.Select(request => ContractForm.OfRequest(request.Json)).ToList();
        List<string> differences =
        [
            .. JsonDifferences.Between(requests[1], requests[0]),
            .. JsonDifferences.Between(ContractForm.OfAnswer(ours), ContractForm.OfAnswer(theirs), "answer"),
        ];
        differences.Where(difference => !row.Lists(difference)).ShouldBeEmpty();
        differences.Count.ShouldBe(row.Differences.Count, "A difference that is listed has gone.");
    }

    [Fact]
    public void Every_option_content_and_role_has_a_row()
    {
        var subjects = ContractRows.All.Select(row => row.Subject).ToHashSet();
        var options = typeof(ChatOptions).GetProperties().Select(property => property.Name);
        var contents = typeof(AIContent).Assembly.GetExportedTypes()
            .Where(type => type.IsSubclassOf(typeof(AIContent)) && !type.IsAbstract && type.GetConstructors().Length > 0)
            .Select(type => type.Name);
        var roles = new[] { ChatRole.System, ChatRole.User, ChatRole.Assistant, ChatRole.Tool }.Select(role => role.Value);
        options.Concat(contents).Concat(roles).Where(name => !subjects.Contains(name)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(401, true)]
    [InlineData(401, false)]
    [InlineData(429, true)]
    [InlineData(429, false)]
    [InlineData(500, true)]
    [InlineData(500, false)]
    public async Task An_error_has_the_status_of_the_answer(int status, bool stream)
    {
        var row = new ContractRow("error");
        Server.Enqueue(FakeReply.Error(status, "no"));
        (await Should.ThrowAsync<ClientResultException>(() => AskAsync(Client("openai"), row, stream))).Status.ShouldBe(status);
        Server.Enqueue(FakeReply.Error(status, "no"));
        (await Should.ThrowAsync<ProviderException>(() => AskAsync(Ours(), row, stream))).Status.ShouldBe(status);
    }

    [Theory]
    [InlineData("ours", true)]
    [InlineData("ours", false)]
    [InlineData("theirs", true)]
    [InlineData("theirs", false)]
    public async Task A_cancelled_call_throws_for_the_token_of_its_caller(string whose, bool stream)
    {
        using var cancel = new CancellationTokenSource();
        Server.Received = _ => cancel.CancelAfter(20);
        var slow = "SLOW 100\nREPLY " + string.Join(' ', Enumerable.Range(0, 300));
        var row = new ContractRow("cancellation") { Messages = [new(ChatRole.User, slow)] };
        var client = whose == "ours" ? Ours() : Client("openai");
        (await Should.ThrowAsync<OperationCanceledException>(() => AskAsync(client, row, stream, cancel.Token)))
            .CancellationToken.IsCancellationRequested.ShouldBeTrue();
    }

    [Theory]
    [InlineData("ours")]
    [InlineData("theirs")]
    public async Task Messages_are_an_argument_that_must_be_given(string whose)
    {
        var client = whose == "ours" ? Ours() : Client("openai");
        var messages = (IEnumerable<ChatMessage>)null!;
        (await Should.ThrowAsync<ArgumentNullException>(() => client.GetResponseAsync(messages))).ParamName.ShouldBe("messages");
        Should.Throw<ArgumentNullException>(() => client.GetStreamingResponseAsync(messages)).ParamName.ShouldBe("messages");
    }

    private IChatClient Ours() => new ChatModel(
        new OpenAIModelSettings
        {
            Id = "gpt-fake",
            ApiBase = Server.BaseAddress,
            Vision = true,
            Audio = true,
            Reasoning = true,
            SupportsSchema = true,
            SupportsTools = true,
        },
        () => Http)
    {
        Services = new ModelServices { Limits = new(new RequestLimits { Retries = 0 }) },
    }.AsChatClient(Key);

    private async Task<ChatResponse> AskAsync(
        IChatClient client, ContractRow row, bool stream, CancellationToken cancellationToken = default)
    {
        if (row.Answer is { } answer) Server.Enqueue(answer);
        return stream
            ? await client.GetStreamingResponseAsync(row.Messages, row.Options, cancellationToken).ToChatResponseAsync(cancellationToken)
            : await client.GetResponseAsync(row.Messages, row.Options, cancellationToken);
    }
}
