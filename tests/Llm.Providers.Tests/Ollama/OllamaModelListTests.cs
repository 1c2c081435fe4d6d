using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Llm.Json;
using Llm.Providers.Ollama;
using Llm.Testing;

namespace Llm.Providers.Tests.Ollama;

/// <summary>Finding out which models a server has: when it is asked, and what is remembered.</summary>
public sealed class OllamaModelListTests : OllamaTest, IDisposable
{
    private readonly TemporaryUserDirectory user = new();
    private readonly SettableClock clock = new();

    private string Cache => Path.Combine(user.Path, "cache", "ollama.json");

    private string Absence => Path.Combine(user.Path, "cache", "ollama.absent");

    private ModelServices Services => new() { Clock = clock };

    public void Dispose() => user.Dispose();

    [Fact]
    public void Nothing_is_asked_to_register()
    {
        Names(List()).ShouldBeEmpty();
        Server.Requests.ShouldBeEmpty();
        File.Exists(Cache).ShouldBeFalse();
    }

    [Fact]
    public void A_list_is_asked_for_once_a_minute_and_kept_for_the_next_process()
    {
        List().Refresh(Services, isList: true).ShouldBeTrue();
        Paths().ShouldBe(["/api/tags", "/api/show", "/api/show"]);
        Names(List()).ShouldBe(["fake-chat:latest (fake-chat)"]);
        Names(List(), embedding: true).ShouldBe(["fake-chat:latest (fake-chat)", "fake-embed:latest (fake-embed)"]);
        Json(File.ReadAllText(Cache)).Text("listed").ShouldBe("2026-11-30T12:00:00.0000000+00:00");

        clock.Now += TimeSpan.FromSeconds(59);
        List().Refresh(Services, isList: true).ShouldBeFalse();
        Paths().Count.ShouldBe(3);

        clock.Now += TimeSpan.FromSeconds(1);
        List().Refresh(Services, isList: true).ShouldBeFalse();
        // What a model can do is known by its digest.
        Paths()[3..].ShouldBe(["/api/tags"]);
    }

    [Fact]
    public void A_name_that_nobody_knows_is_looked_for_at_once()
    {
        List().Refresh(Services, isList: true);
        Enqueue("""{"models": [{"name": "new:1b", "model": "new:1b", "digest": "d"}]}""", """{"capabilities": ["completion"]}""");
        List().Refresh(Services, isList: false).ShouldBeTrue();
        Names(List()).ShouldBe(["new:1b"]);
    }

    /// <summary>The example is that of llm-ollama's README, and its order of names.</summary>
    [Fact]
    public void Names_of_one_digest_are_one_model()
    {
        Enqueue(
            """
            {"models": [{"model": "stable-code:latest", "digest": "a"}, {"model": "other", "digest": "b"},
             {"model": "stable-code:3b", "digest": "a"}, {"model": "stable-code:code", "digest": "a"}]}
            """,
            """{"capabilities": ["completion", "tools"]}""", """{"capabilities": ["completion"]}""",
            """{"capabilities": ["completion", "tools"]}""", """{"capabilities": ["completion", "tools"]}""");
        List().Refresh(Services, isList: true);
        Names(List()).ShouldBe(["stable-code:code (stable-code:3b, stable-code:latest, stable-code)", "other"]);
        var models = Models(List());
        (models[0].Model.SupportsTools, models[1].Model.SupportsTools).ShouldBe((true, false));
    }

    [Fact]
    public void A_server_that_does_not_say_what_models_can_do_offers_everything()
    {
        Enqueue(
            """{"models": [{"model": "old", "digest": "a"}, {"model": "bad", "digest": "b"}, {"no": "name"}]}""", """{"license": "x"}""");
        Server.Enqueue(FakeReply.Text("oops", status: 500));
        List().Refresh(Services, isList: true);
        Names(List()).ShouldBe(["old", "bad"]);
        Models(List()).ShouldAllBe(model => model.Model.SupportsTools && model.Model.AttachmentTypes.Count == 4);
        clock.Now += TimeSpan.FromMinutes(2);
        Enqueue("""{"models": [{"model": "old", "digest": "a"}]}""", """{"capabilities": ["completion"]}""");
        List().Refresh(Services, isList: true).ShouldBeTrue();
        Models(List())[0].Model.SupportsTools.ShouldBeFalse();
    }

    [Fact]
    public void A_server_that_refuses_the_connection_is_left_alone_by_lists_but_not_by_names()
    {
        var down = new OllamaAddress("127.0.0.1:9");
        List(down).Refresh(Services, isList: true).ShouldBeFalse();
        File.Exists(Cache).ShouldBeFalse();
        // What the file says decides from now on: the server has been started.
        MoveAbsence("127.0.0.1:9", "");
        List().Refresh(Services, isList: true).ShouldBeFalse();
        Server.Requests.ShouldBeEmpty();
        List().Refresh(Services, isList: false).ShouldBeTrue();
        File.Exists(Absence).ShouldBeFalse();
    }

    [Fact]
    public void A_server_that_says_nothing_costs_less_than_a_second_once_a_minute()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var address = new OllamaAddress($"127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}");
        var start = Stopwatch.GetTimestamp();
        List(address).Refresh(Services, isList: false).ShouldBeFalse();
        Stopwatch.GetElapsedTime(start).ShouldBeInRange(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(2));
        MoveAbsence(address.Server, "silent");
        foreach (var isList in (bool[])[true, false]) List().Refresh(Services, isList).ShouldBeFalse();
        Server.Requests.ShouldBeEmpty();
        clock.Now += TimeSpan.FromMinutes(1);
        List().Refresh(Services, isList: false).ShouldBeTrue();
    }

    [Fact]
    public void The_models_of_a_server_that_is_away_are_kept_for_a_week()
    {
        List().Refresh(Services, isList: true);
        clock.Now += TimeSpan.FromDays(6);
        Server.Enqueue(FakeReply.Text("oops", status: 404));
        List().Refresh(Services, isList: true).ShouldBeFalse();
        Names(List()).Count.ShouldBe(1);
        clock.Now += TimeSpan.FromDays(2);
        Server.Enqueue(FakeReply.Text("oops", status: 404));
        List().Refresh(Services, isList: true).ShouldBeTrue();
        Names(List()).ShouldBeEmpty();
    }

    [Fact]
    public void The_models_of_another_server_are_not_those_of_this_one()
    {
        List().Refresh(Services, isList: true);
        Names(List(new OllamaAddress("127.0.0.1:9"))).ShouldBeEmpty();
        List(new OllamaAddress("127.0.0.1:9")).Refresh(Services, isList: true);
        Names(List()).ShouldBeEmpty();
        List().Refresh(Services, isList: true).ShouldBeTrue();
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("[]")]
    [InlineData("""{"server": "SERVER", "listed": "2999-01-01", "models": [1, {"name": 2}, {"name": "x"}]}""")]
    public void A_file_that_is_spoiled_is_written_again(string text)
    {
        user.Write(Path.Combine("cache", "ollama.json"), text.Replace("SERVER", Address.Server, StringComparison.Ordinal));
        Names(List()).ShouldBeEmpty();
        List().Refresh(Services, isList: true).ShouldBeTrue();
        Names(List()).Count.ShouldBe(1);
    }

    [Fact]
    public void Looking_for_a_server_does_not_make_the_user_directory()
    {
        Directory.Delete(user.Path);
        List(new OllamaAddress("127.0.0.1:9")).Refresh(Services, isList: true).ShouldBeFalse();
        Directory.Exists(user.Path).ShouldBeFalse();
        List().Refresh(Services, isList: true).ShouldBeTrue();
        File.Exists(Cache).ShouldBeTrue();
        File.ReadAllText(Cache).ShouldNotContain("@");
    }

    [Fact]
    public void An_address_that_is_none_is_an_error_only_where_a_name_is_looked_for()
    {
        var none = new OllamaAddress("ftp://h");
        List(none).Refresh(Services, isList: true).ShouldBeFalse();
        Should.Throw<LlmException>(() => List(none).Refresh(Services, isList: false)).Message.ShouldContain("OLLAMA_HOST is not valid");
    }

    private OllamaModelList List(OllamaAddress? address = null) => new(Cache, address ?? Address, Http);

    private void Enqueue(params string[] bodies)
    {
        foreach (var body in bodies) Server.Enqueue(FakeReply.Json(JsonText.Parse(body)!));
    }

    /// <summary>Makes the absence of a server, which failed as it says, that of the server of this test.</summary>
    private void MoveAbsence(string server, string expected)
    {
        var lines = File.ReadAllLines(Absence);
        lines[0].ShouldEndWith(server);
        (lines.Length > 2 ? lines[2] : "").ShouldBe(expected);
        File.WriteAllText(Absence, string.Join('\n', [Address.Server, lines[1], expected]));
    }

    private List<string> Paths() => [.. Server.Requests.Select(request => request.Path)];

    private static IReadOnlyList<RegisteredModel> Models(OllamaModelList list)
    {
        var models = new ModelRegistry();
        list.Register(models);
        return models.Models;
    }

    private static List<string> Names(OllamaModelList list, bool embedding = false)
    {
        var models = new EmbeddingModelRegistry();
        list.Register(models);
        return embedding
            ? [.. models.Models.Select(entry => Name(entry.Model.Id, entry.Aliases))]
            : [.. Models(list).Select(entry => Name(entry.Model.Id, entry.Aliases))];

        static string Name(string id, IReadOnlyList<string> aliases) => aliases.Count == 0 ? id : $"{id} ({string.Join(", ", aliases)})";
    }

    private sealed class SettableClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
