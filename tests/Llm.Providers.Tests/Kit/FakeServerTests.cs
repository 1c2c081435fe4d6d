using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Llm.Testing;

namespace Llm.Providers.Tests.Kit;

public class FakeServerTests : ServerTest
{
    private static readonly HttpClient Plain = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    [Fact]
    public async Task Requests_are_recorded_exactly_and_in_order()
    {
        using var first = new HttpRequestMessage(HttpMethod.Put, Server.BaseAddress + "/a%20b?c=d%2Fe")
        {
            Content = new ByteArrayContent([0, 255, 10]),
        };
        first.Headers.Add("X-Twice", ["one", "two"]);
        await Plain.SendAsync(first);
        await Plain.GetAsync(new Uri(Server.BaseAddress + "/models"));
        Server.Requests.Select(request => request.PathAndQuery).ShouldBe(["/v1/a%20b?c=d%2Fe", "/v1/models"]);
        var recorded = Server.Requests[0];
        recorded.Method.ShouldBe("PUT");
        recorded.Body.ToArray().ShouldBe([0, 255, 10]);
        string.Join('+', recorded.Headers.Where(header => header.Key == "X-Twice").Select(header => header.Value))
            .ShouldBeOneOf("one+two", "one, two");
    }

    [Fact]
    public async Task Bytes_go_out_as_given_with_their_headers()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write("hello"u8);
        Server.Enqueue(FakeReply.Bytes(packed.ToArray(), "text/x-odd").WithHeader("Content-Encoding", "gzip"));
        using var response = await Plain.GetAsync(new Uri(Server.BaseAddress));
        (await response.Content.ReadAsByteArrayAsync()).ShouldBe(packed.ToArray());
        response.Content.Headers.ContentEncoding.ShouldBe(["gzip"]);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/x-odd");
    }

    [Fact]
    public async Task Writes_come_one_by_one_even_inside_a_character()
    {
        // A busy machine may read late and see both writes at once, but not every time.
        for (var tries = 0; tries < 10; tries++)
        {
            Server.Enqueue(FakeReply.Text("é").SplitAt(1).Slowly(TimeSpan.FromMilliseconds(100)));
            using var response = await Plain.GetAsync(new Uri(Server.BaseAddress), HttpCompletionOption.ResponseHeadersRead);
            await using var stream = await response.Content.ReadAsStreamAsync();
            var buffer = new byte[10];
            var first = await stream.ReadAsync(buffer);
            var second = await stream.ReadAsync(buffer.AsMemory(first));
            Encoding.UTF8.GetString(buffer, 0, first + second).ShouldBe("é");
            if ((first, second) == (1, 1)) return;
        }

        Assert.Fail("The two writes always came as one.");
    }

    [Fact]
    public async Task Everything_before_a_cut_arrives()
    {
        Server.Enqueue(FakeReply.Events("data: 1", "data: 2").CutAfterBytes(13));
        using var response = await Plain.GetAsync(new Uri(Server.BaseAddress), HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();
        using var received = new MemoryStream();
        await Should.ThrowAsync<HttpIOException>(() => stream.CopyToAsync(received));
        Encoding.UTF8.GetString(received.ToArray()).ShouldBe("data: 1\n\ndata");
    }

    [Fact]
    public async Task A_redirect_names_its_target()
    {
        Server.Enqueue(FakeReply.Redirect("http://example.org/", 308));
        using var response = await Plain.GetAsync(new Uri(Server.BaseAddress));
        ((int)response.StatusCode).ShouldBe(308);
        response.Headers.Location!.ToString().ShouldBe("http://example.org/");
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("completions")]
    public async Task What_the_user_says_steers_the_echo(string api)
    {
        var model = Model(api);
        async Task<Response> AskAsync(string text) => await model.PromptAsync(text, new PromptOptions { Key = Key });
        (await AskAsync("hello\nthere é")).Text.ShouldBe("echo: hello\nthere é");
        (await AskAsync("REPLY a\\nb")).Text.ShouldBe("a\nb");
        (await Should.ThrowAsync<LlmException>(() => AskAsync("please\nERR 503"))).Message.ShouldContain("answered with status 503: ");
        var watch = Stopwatch.StartNew();
        (await AskAsync("SLOW 60\nREPLY one two three")).Text.ShouldBe("one two three");
        watch.ElapsedMilliseconds.ShouldBeGreaterThan(180);
        var cut = model.Ask("CUT\nREPLY one two three", new PromptOptions { Key = Key });
        await Should.ThrowAsync<LlmException>(async () => await cut);
        cut.Response!.Text.ShouldBe("one two ");
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    public async Task Tools_are_called_and_their_results_are_told(string api)
    {
        var options = new PromptOptions { Key = Key, Tools = [new Tool("f", null, [])] };
        var first = await Model(api).PromptAsync("CALL f {\"a\": 1}\nCALL f", options);
        first.ToolCalls.Select(call => call.Arguments.ToJsonString()).ShouldBe(["{\"a\":1}", "{}"]);
        var results = first.ToolCalls.Select((call, i) => new ToolResult("f", $"r{i}", call.ToolCallId)).ToList();
        var second = await first.ReplyAsync(null, new PromptOptions { ToolResults = results });
        second.Text.ShouldBe("results: r0 | r1");
    }
}
