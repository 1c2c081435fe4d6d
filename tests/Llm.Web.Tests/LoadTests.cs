using Llm.Serving;

namespace Llm.Web.Tests;

/// <summary>Clients that leave, wait or ask too much, and a server that stops.</summary>
public class LoadTests : ServedTest
{
    private const string Path = "/v1/chat/completions";
    private const string Slow = """
        {"model": "chat", "stream": true, "messages": [{"role": "user",
         "content": "one two three four five six seven eight\nSLOW 200"}]}
        """;

    private protected override ServeSettings Settings => base.Settings with { Answers = 1, Waiting = 1 };

    [Fact]
    public async Task A_client_that_leaves_ends_the_request_to_the_provider_and_its_part_is_logged()
    {
        // A client that does not read the rest before it closes.
        using var handler = new SocketsHttpHandler { MaxResponseDrainSize = 0 };
        using var client = new HttpClient(handler) { BaseAddress = new Uri(Address) };
        using (var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Path, UriKind.Relative)) { Content = new StringContent(Slow) })
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancellation));
            while (!(await reader.ReadLineAsync(Cancellation))!.Contains("one", StringComparison.Ordinal)) { }
        }

        var turn = (await TurnsAsync(1))[0];
        turn.Response!.ShouldContain("one");
        turn.Response!.ShouldNotContain("eight");
        // Its place is free again.
        await AnswerAsync(Path, """{"model": "chat", "messages": [{"role": "user", "content": "Hi"}]}""");
    }

    [Fact]
    public async Task One_request_waits_and_a_further_one_is_refused_with_a_time_to_try_again()
    {
        var first = PostAsync(Path, Slow);
        while (Provider.Requests.Count == 0) await Task.Delay(10, Cancellation);
        var second = PostAsync(Path, """{"model": "chat", "messages": [{"role": "user", "content": "Second"}]}""");
        await Task.Delay(100, Cancellation);
        using var third = await PostAsync(Path, """{"model": "chat", "messages": [{"role": "user", "content": "Third"}]}""");
        ((int)third.StatusCode).ShouldBe(429);
        third.Headers.RetryAfter!.Delta.ShouldNotBeNull();
        using (await first) ((int)(await first).StatusCode).ShouldBe(200);
        using (await second) ((int)(await second).StatusCode).ShouldBe(200);
        Provider.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_server_that_stops_ends_answers_and_logs_them()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Path, UriKind.Relative)) { Content = new StringContent(Slow) };
        using var response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancellation));
        while (!(await reader.ReadLineAsync(Cancellation))!.Contains("one", StringComparison.Ordinal)) { }
        await StopAsync();
        (await reader.ReadToEndAsync(Cancellation)).ShouldContain("The server stops");
        (await TurnsAsync(1))[0].Response!.ShouldContain("one");
    }
}
