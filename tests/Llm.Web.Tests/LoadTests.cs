using System.Net;
using System.Net.Sockets;
using System.Text;
using Llm.Serving;
using Llm.Storage.Sqlite;
using Llm.Testing;

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

    [Fact]
    public async Task An_answer_during_a_lock_of_the_log_is_sent_and_logged_later()
    {
        using (var other = Database.Open(Directory.LogsDatabase))
        {
            other.Execute("BEGIN EXCLUSIVE");
            var answer = await AnswerAsync(Path, """{"model": "chat", "messages": [{"role": "user", "content": "Hi"}]}""");
            ((string)answer["choices"]![0]!["message"]!["content"]!).ShouldBe("echo: Hi");
            other.Execute("ROLLBACK");
        }

        // As the next command does.
        await using var next = await ServedHost.OpenLogAsync(Host, Directory.LogsDatabase);
        (await TurnsAsync(1))[0].Prompt.ShouldBe("Hi");
    }

    [Fact]
    public async Task A_thousand_connections_that_say_nothing_do_not_stop_anyone()
    {
        var idle = new List<TcpClient>();
        try
        {
            for (var i = 0; i < 1000; i++)
            {
                idle.Add(new TcpClient());
                await idle[^1].ConnectAsync(IPAddress.Loopback, new Uri(Address).Port, Cancellation);
            }

            await AnswerAsync(Path, """{"model": "chat", "messages": [{"role": "user", "content": "Hi"}]}""");
        }
        finally
        {
            foreach (var client in idle) client.Dispose();
        }
    }

    [Fact]
    public async Task A_reader_that_stops_reading_holds_up_nobody_and_its_part_is_logged()
    {
        // More than the buffers of both ends hold.
        var text = string.Concat(Enumerable.Repeat("many words ", 1_000_000));
        Provider.Enqueue(new FakeAnswer { Pieces = FakeAnswer.Split(text) });
        var body = """{"model": "chat", "stream": true, "messages": [{"role": "user", "content": "Hi"}]}""";
        using (var client = new TcpClient { ReceiveBufferSize = 4096 })
        {
            await client.ConnectAsync(IPAddress.Loopback, new Uri(Address).Port, Cancellation);
            var stream = client.GetStream();
            var head = $"POST {Path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {body.Length}\r\n\r\n";
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head + body), Cancellation);
            await stream.ReadExactlyAsync(new byte[1000], Cancellation);
            using var health = await Client.GetAsync(new Uri("/health", UriKind.Relative), Cancellation);
            ((int)health.StatusCode).ShouldBe(200);
        }

        var turn = (await TurnsAsync(1))[0];
        turn.Response!.ShouldStartWith("many words");
        turn.Response!.Length.ShouldBeLessThan(text.Length);
    }
}
