using System.Globalization;
using Llm.Testing;

namespace Llm.Providers.Tests.Http;

public class RetryTests : ServerTest
{
    [Theory]
    [InlineData(408)]
    [InlineData(409)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_failure_that_may_pass_is_tried_twice_more(int status)
    {
        for (var i = 0; i < 2; i++) Server.Enqueue(FakeReply.Error(status, "later"));
        (await AskAsync()).Text.ShouldBe("echo: x");
        Server.Requests.Count.ShouldBe(3);
        Server.Requests.Select(request => request.Json.ToJsonString()).Distinct().ShouldHaveSingleItem();
        Clock.Waits.Select(wait => wait.TotalSeconds).ShouldSatisfyAllConditions(
            waits =>
                waits.Count().ShouldBe(2), waits =>
                    waits.First().ShouldBeInRange(0.375, 0.5), waits => waits.Last().ShouldBeInRange(0.75, 1));
    }

    [Fact]
    public async Task After_three_failures_the_last_is_told()
    {
        for (var i = 1; i <= 4; i++) Server.Enqueue(FakeReply.Error(500, $"failure {i}"));
        (await Should.ThrowAsync<LlmException>(AskAsync)).Message.ShouldEndWith(
            "answered with status 500: failure 3. Try again later.");
        Server.Requests.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(422)]
    public async Task A_failure_that_stays_is_not_tried_again(int status)
    {
        Server.Enqueue(FakeReply.Error(status, "no"));
        (await Should.ThrowAsync<LlmException>(AskAsync)).Message.ShouldContain($" answered with status {status}: no.");
        Server.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(400, "true", 3)]
    [InlineData(500, "false", 1)]
    public async Task The_server_has_the_last_word(int status, string word, int requests)
    {
        for (var i = 0; i < 3; i++) Server.Enqueue(FakeReply.Error(status, "no").WithHeader("x-should-retry", word));
        await Should.ThrowAsync<LlmException>(AskAsync);
        Server.Requests.Count.ShouldBe(requests);
    }

    [Theory]
    [InlineData("retry-after", "7", 7)]
    [InlineData("retry-after", "0.25", 0.25)]
    [InlineData("retry-after", "DATE+20", 20)]
    [InlineData("retry-after-ms", "1500", 1.5)]
    public async Task The_server_says_how_long_to_wait(string name, string value, double seconds)
    {
        if (value.StartsWith("DATE", StringComparison.Ordinal))
            value = (InstantClock.Now + TimeSpan.FromSeconds(seconds)).ToString("R", CultureInfo.InvariantCulture);
        Server.Enqueue(FakeReply.Error(429, "slow down").WithHeader(name, value));
        await AskAsync();
        Clock.Waits.ShouldBe([TimeSpan.FromSeconds(seconds)]);
    }

    [Theory]
    [InlineData("retry-after", "3600")]
    [InlineData("retry-after", "-1")]
    [InlineData("retry-after", "soon")]
    [InlineData("retry-after", "NaN")]
    [InlineData("retry-after-ms", "1e300")]
    [InlineData("retry-after-ms", "Infinity")]
    public async Task An_odd_wish_is_passed_over(string name, string value)
    {
        Server.Enqueue(FakeReply.Error(429, "slow down").WithHeader(name, value));
        await AskAsync();
        Clock.Waits.ShouldHaveSingleItem().TotalSeconds.ShouldBeInRange(0.375, 0.5);
    }

    [Fact]
    public async Task A_connection_that_breaks_before_the_answer_is_tried_again()
    {
        for (var i = 0; i < 2; i++) Server.Enqueue(FakeReply.Text("x").CutAfterBytes(0));
        (await AskAsync()).Text.ShouldBe("echo: x");
        Server.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task An_answer_that_has_begun_is_never_asked_for_again()
    {
        Server.Enqueue(FakeAnswer.FromPieces("one ", "two ", "three") with { CutAfterPieces = 1 });
        await Should.ThrowAsync<LlmException>(AskAsync);
        Server.Enqueue(
            new FakeReply { Writes = [new byte[10], new byte[10]] }.WithHeader("Content-Type", "application/json").CutAfterBytes(10));
        await Should.ThrowAsync<LlmException>(AskAsync);
        Server.Requests.Count.ShouldBe(2);
        Clock.Waits.ShouldBeEmpty();
    }

    [Fact]
    public async Task Waiting_can_be_cancelled()
    {
        Server.Enqueue(FakeReply.Error(429, "slow down").WithHeader("retry-after", "60"));
        var model = Chat(services: ModelServices.Default);
        using var cancel = new CancellationTokenSource();
        Server.Received = _ => cancel.CancelAfter(TimeSpan.FromMilliseconds(200));
        await Should.ThrowAsync<OperationCanceledException>(
            () => model.Ask("x", new PromptOptions { Key = Key }).CompleteAsync(cancel.Token))
            .WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public async Task The_host_says_how_often(int retries)
    {
        for (var i = 0; i < 5; i++) Server.Enqueue(FakeReply.Error(500, "later"));
        var model = Chat(services: new ModelServices { Clock = Clock, Limits = new(new RequestLimits { Retries = retries }) });
        await Should.ThrowAsync<LlmException>(() => model.Ask("x", new PromptOptions { Key = Key }).CompleteAsync());
        Server.Requests.Count.ShouldBe(1 + retries);
    }

    [Fact]
    public async Task A_server_that_does_not_begin_in_time_is_given_up()
    {
        Server.Enqueue(FakeReply.Text("late").Slowly(TimeSpan.FromSeconds(20)));
        var model = Chat(services: new ModelServices
        {
            Limits = new(new RequestLimits { Timeout = TimeSpan.FromMilliseconds(300), Retries = 0 }),
        });
        (await Should.ThrowAsync<LlmException>(() => model.Ask("x", new PromptOptions { Key = Key }).CompleteAsync()))
            .Message.ShouldContain("cannot be reached (it did not answer in time)");
    }

    [Fact]
    public async Task An_answer_that_has_begun_may_take_longer_than_the_timeout()
    {
        Server.Enqueue(FakeAnswer.FromPieces("one ", "two ", "three") with { Pause = TimeSpan.FromMilliseconds(400) });
        var limits = new RequestLimits { Timeout = TimeSpan.FromSeconds(1), Retries = 0 };
        var model = Chat(services: new ModelServices { Limits = new(limits) });
        (await model.PromptAsync("x", new PromptOptions { Key = Key })).Text.ShouldBe("one two three");
    }

    private async Task<Response> AskAsync() => await Chat().PromptAsync("x", new PromptOptions { Key = Key });
}
