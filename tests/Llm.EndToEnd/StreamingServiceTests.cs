using System.Diagnostics;
using System.Globalization;
using System.Text;
using Llm.Storage.Sqlite;
using Llm.Testing;

namespace Llm.EndToEnd;

/// <summary>The web sample passes answers on while they are received, and logs them.</summary>
public sealed class StreamingServiceTests : IAsyncLifetime
{
    private const string Listening = "Now listening on: ";

    private readonly TemporaryUserDirectory user = new();
    private readonly HttpClient http = new();
    private FakeServer server = null!;
    private Process service = null!;

    private string PoolSizes => Path.Combine(user.Path, "pool-sizes");

    public async ValueTask InitializeAsync()
    {
        server = await FakeServer.StartAsync();
        var built = AppContext.BaseDirectory.Replace(
            Path.Combine("tests", "Llm.EndToEnd"), Path.Combine("samples", "StreamingService"), StringComparison.Ordinal);
        service = Run.Start(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            user.Path,
            new Dictionary<string, string>
            {
                ["OPENAI_BASE_URL"] = server.BaseAddress,
                ["OPENAI_API_KEY"] = "none",
                ["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location,
                [StartupHook.FileVariable] = PoolSizes,
                // The pool then grows only when its threads are blocked, and not to try out whether more threads do more.
                ["DOTNET_HillClimbing_Disable"] = "1",
            },
            Path.Combine(built, "StreamingService.dll"), "--urls", "http://127.0.0.1:0");
        while (await service.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.Contains(Listening, StringComparison.Ordinal)) continue;
            http.BaseAddress = new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..].Trim());
            // A full pipe would stop the service.
            _ = service.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
            return;
        }

        throw new InvalidOperationException($"The service did not start: {await service.StandardError.ReadToEndAsync()}");
    }

    public async ValueTask DisposeAsync()
    {
        service.Kill();
        service.Dispose();
        http.Dispose();
        await server.DisposeAsync();
        user.Dispose();
    }

    [Fact]
    public async Task An_answer_comes_in_pieces_and_a_wrong_name_is_told()
    {
        var text = await http.GetStringAsync(new Uri("/ask?model=gpt-4o-mini&text=REPLY+one+two", UriKind.Relative));
        text.ShouldBe("event: text\ndata: one \n\nevent: text\ndata: two\n\nevent: tokens\ndata: 2\n\n");
        var unknown = await http.GetAsync(new Uri("/ask?model=walrus&text=x", UriKind.Relative));
        (await unknown.Content.ReadAsStringAsync()).ShouldContain("Unknown model: walrus");
        (await http.GetStringAsync(new Uri("/ask?model=gpt-4o-mini&text=ERR+500", UriKind.Relative)))
            .ShouldMatch("^event: error\ndata: 127\\.0\\.0\\.1:[0-9]+ answered with status 500");
    }

    [Fact]
    public async Task The_first_piece_is_there_before_the_last_is_sent()
    {
        var start = Stopwatch.GetTimestamp();
        var lasting = Uri.EscapeDataString($"SLOW 1000\nREPLY {string.Join(' ', Enumerable.Range(1, 60))}");
        using var stream = new StreamReader(
            await http.GetStreamAsync(new Uri($"/ask?model=gpt-4o-mini&text={lasting}", UriKind.Relative)), Encoding.UTF8);
        (await stream.ReadLineAsync()).ShouldBe("event: text");
        Stopwatch.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(50));
    }

    [Fact]
    public async Task Requests_wait_for_a_locked_log_without_threads()
    {
        const int Requests = 300;
        const int AllowedThreads = 2;
        var duration = TimeSpan.FromSeconds(5);
        await AskAsync(Requests, "warm-up");
        var sizesBefore = ReadPoolSizes();

        using (var other = Database.Open(user.Directory.LogsDatabase))
        {
            other.Execute("BEGIN IMMEDIATE");
            var asking = AskAsync(Requests, "locked");
            await Task.Delay(duration);
            asking.IsCompleted.ShouldBeFalse();
            other.Execute("ROLLBACK");
            await asking;
        }

        var sizesDuring = ReadPoolSizes().Skip(sizesBefore.Count - 1);
        (sizesDuring.Max() - sizesBefore[^1]).ShouldBeLessThanOrEqualTo(AllowedThreads);
        LogFacts.Read(user.Directory.LogsDatabase, "SELECT count(*) FROM turns").ShouldBe([$"{2 * Requests}"]);
    }

    private async Task AskAsync(int count, string word)
    {
        var address = new Uri($"/ask?model=gpt-4o-mini&text=REPLY+{word}", UriKind.Relative);
        var answers = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => http.GetStringAsync(address)));
        answers.ShouldAllBe(answer => answer == $"event: text\ndata: {word}\n\nevent: tokens\ndata: 1\n\n");
    }

    /// <summary>The numbers of threads that the service's pool has had, oldest first.</summary>
    private List<int> ReadPoolSizes()
    {
        using var file = new StreamReader(new FileStream(PoolSizes, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return [.. file.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => int.Parse(line, CultureInfo.InvariantCulture))];
    }
}
