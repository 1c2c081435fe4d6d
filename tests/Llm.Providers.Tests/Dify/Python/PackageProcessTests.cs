using System.Diagnostics;
using System.Globalization;
using Llm.Providers.Dify.Python;

namespace Llm.Providers.Tests.Dify.Python;

/// <summary>The process of a package that behaves, and of packages that do not.</summary>
public sealed class PackageProcessTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_share_one_process_and_their_answers_are_not_mixed_up()
    {
        using var package = new ScriptedPackage("""
            ready()
            waiting = []
            for request in requests():
                waiting.append(request)
                if len(waiting) < 8:
                    continue
                for round in range(5):
                    for one in waiting:
                        text(one, one["data"]["action"] + str(round))
                for one in waiting:
                    end(one)
            """);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => package.TalkAsync($"<{i}>", Token)));
        for (var i = 0; i < 8; i++) answers[i].ShouldBe(($"<{i}>0<{i}>1<{i}>2<{i}>3<{i}>4", null));
    }

    [Fact]
    public async Task Blank_lines_stray_output_and_long_lines_are_tolerated()
    {
        using var package = new ScriptedPackage("""
            print("hello")
            ready()
            for request in requests():
                print("\n\n{not json\n[1, 2]\n" + "x" * 300000 + "\n{\"event\": \"walrus\"}\n\xe9")
                text(request, "a" * 9000000)
                sys.stdout.buffer.write(b"\xff\xfe\n")
                sys.stdout.flush()
                end(request)
            """);
        var (text, error) = await package.TalkAsync("go", Token);
        error.ShouldBeNull();
        text.Length.ShouldBe(9_000_000);
    }

    [Theory]
    [InlineData("InvokeConnectionError", "[models] Connection Error, refused", ProviderErrorKind.Network)]
    [InlineData("InvokeServerUnavailableError", "[models] Server Unavailable Error, 503", ProviderErrorKind.Overloaded)]
    [InlineData("InvokeRateLimitError", "[models] Rate Limit Error, slow down", ProviderErrorKind.RateLimit)]
    [InlineData("InvokeAuthorizationError", "[models] Incorrect model credentials provided", ProviderErrorKind.Authentication)]
    [InlineData("InvokeBadRequestError", "[models] Bad Request Error, what?", ProviderErrorKind.BadRequest)]
    [InlineData("CredentialsValidateFailedError", "Credentials validation failed", ProviderErrorKind.Authentication)]
    [InlineData("ValueError", "Model Parameter temperature should be less than 2.0.", ProviderErrorKind.BadRequest)]
    [InlineData("InvokeError", "[models] Error: API request failed with status code 401: {}", ProviderErrorKind.Authentication)]
    [InlineData("InvokeError", "[models] Error: API request failed with status code 429: {}", ProviderErrorKind.RateLimit)]
    [InlineData("KeyError", "'endpoint_url'", ProviderErrorKind.Other)]
    public async Task Errors_of_the_code_become_those_of_all_providers(string type, string message, ProviderErrorKind kind)
    {
        using var package = new ScriptedPackage($"""
            ready()
            for request in requests():
                error(request, {PythonText(type)}, {PythonText(message + " with " + ScriptedPackage.Secret)})
            """);
        var error = (await package.TalkAsync("go", Token)).Error.ShouldBeOfType<ProviderException>();
        error.Kind.ShouldBe(kind);
        error.Message.ShouldStartWith("Scripted: ");
        error.Message.ShouldContain("[...]");
        error.Message.ShouldNotContain(ScriptedPackage.Secret);
        error.Message.ShouldNotContain("[models]");
        error.Message.ShouldNotContain("Traceback");
        // The process goes on after an error.
        package.Code.Process.ShouldNotBeNull();
    }

    [Fact]
    public async Task An_action_that_the_code_does_not_know_is_an_error_and_no_empty_answer()
    {
        using var package = new ScriptedPackage("""
            ready()
            for request in requests():
                end(request)
            """);
        var error = await Should.ThrowAsync<ProviderException>(
            () => package.Code.AskAsync(ScriptedPackage.Request("nope"), package.Times, Token));
        error.Message.ShouldContain("ended the request without an answer");
    }

    [Fact]
    public async Task A_call_back_to_Dify_is_refused()
    {
        using var package = new ScriptedPackage("""
            ready()
            for request in requests():
                if request["event"] == "request":
                    asked = request
                    session(request, "invoke", {"type": "storage", "backwards_request_id": "b1", "request": {}})
                elif request["data"]["event"] == "error":
                    refusal = request["data"]
                else:
                    text(asked, refusal["backwards_request_id"] + ": " + refusal["message"] + " " + request["event"])
                    end(asked)
            """);
        (await package.TalkAsync("go", Token)).Text
            .ShouldBe("b1: There is no Dify here that the package could ask for: storage backwards_response");
    }

    [Fact]
    public async Task A_process_that_dies_leaves_its_part_of_the_answer_and_its_last_words()
    {
        using var package = new ScriptedPackage($$"""
            ready()
            for request in requests():
                text(request, "Hel")
                sys.stderr.write("the key is {{ScriptedPackage.Secret}}\nOutOfCheese\n")
                sys.stderr.flush()
                os._exit(3)
            """);
        for (var i = 0; i < 2; i++)
        {
            var (text, error) = await package.TalkAsync("go", Token);
            text.ShouldBe("Hel");
            error!.Message.ShouldBe("The Python code of Scripted ended with exit code 3. It wrote:\nthe key is [...]\nOutOfCheese");
        }
    }

    [Fact]
    public async Task A_process_that_does_not_start_says_why()
    {
        using var package = new ScriptedPackage("import no_such_module");
        (await package.TalkAsync("go", Token)).Error!.Message.ShouldSatisfyAllConditions(
            message => message.ShouldStartWith("The Python code of Scripted ended with exit code 1. It wrote:"),
            message => message.ShouldContain("No module named 'no_such_module'"));
    }

    [Fact]
    public async Task A_process_that_is_never_ready_is_ended()
    {
        using var package = new ScriptedPackage("time.sleep(60)", Quick with { Start = TimeSpan.FromSeconds(1) });
        (await package.TalkAsync("go", Token)).Error!.Message.ShouldBe("The Python code of Scripted was not ready after 1 s.");
    }

    [Fact]
    public async Task A_process_without_signs_of_life_is_ended()
    {
        using var package = new ScriptedPackage(
            """
            ready()
            for request in requests():
                text(request, "Hel")
                time.sleep(60)
            """,
            Quick with { Silence = TimeSpan.FromSeconds(1) });
        var (text, error) = await package.TalkAsync("go", Token);
        (text, error!.Message).ShouldBe(("Hel", "The Python code of Scripted sent nothing for 1 s, no sign of life either."));
    }

    [Fact]
    public async Task A_request_without_an_answer_is_ended_although_there_are_signs_of_life()
    {
        using var package = new ScriptedPackage("""
            ready()
            for request in requests():
                text(request, "Hel")
                while True:
                    time.sleep(0.1)
                    send({"event": "heartbeat", "session_id": None, "data": {}})
            """) { Times = new RequestLimits { IdleTimeout = TimeSpan.FromSeconds(1) } };
        var (text, error) = await package.TalkAsync("go", Token);
        text.ShouldBe("Hel");
        error!.Message.ShouldContain("sent no part of the answer for 1 s");
    }

    [Theory]
    [InlineData("print('x' * 1000)")]
    [InlineData("sys.stdout.write('x' * 100000)")]
    [InlineData("send({'event': 'log', 'data': {'message': 'y' * 1000}})")]
    [InlineData("session({'session_id': 'nobody'}, 'stream', {'x': 'y' * 1000})")]
    public async Task A_process_that_floods_is_ended(string flood)
    {
        using var package = new ScriptedPackage(
            $"""
            ready()
            for request in requests():
                text(request, "Hel")
                while True:
                    {flood}
            """,
            new PackageLimits { Stray = 4 << 20 });
        var (text, error) = await package.TalkAsync("go", Token);
        (text, error!.Message).ShouldBe(("Hel", "The Python code of Scripted sent more than 4 MB that are no part of an answer."));
    }

    [Fact]
    public async Task An_endless_line_is_ended()
    {
        using var package = new ScriptedPackage(
            """
            ready()
            for request in requests():
                sys.stdout.write('{"x": "')
                while True:
                    sys.stdout.write('y' * 100000)
            """,
            new PackageLimits { Line = 8 << 20 });
        (await package.TalkAsync("go", Token)).Error!.Message.ShouldBe("The Python code of Scripted sent a line of more than 8 MB.");
    }

    [Fact]
    public async Task An_answer_that_nobody_reads_is_not_kept_without_end()
    {
        using var package = new ScriptedPackage(
            """
            ready()
            for request in requests():
                while True:
                    text(request, "y" * 10000)
            """,
            new PackageLimits { Unread = 4 << 20 });
        var pieces = package.Code.InvokeAsync(ScriptedPackage.Request("go"), package.Times, Token).GetAsyncEnumerator(Token);
        await pieces.MoveNextAsync();
        await Task.Delay(1000, Token);
        var error = await Should.ThrowAsync<LlmException>(async () =>
        {
            while (await pieces.MoveNextAsync())
            {
            }
        });
        error.Message.ShouldContain("more than 4 MB wait to be read");
        await pieces.DisposeAsync();
    }

    [Fact]
    public async Task A_process_that_takes_too_much_memory_is_ended()
    {
        using var package = new ScriptedPackage(
            """
            ready()
            for request in requests():
                text(request, "Hel")
                kept = []
                while True:
                    kept.append(bytearray(b"x" * 5000000))
                    time.sleep(0.01)
            """,
            Quick with { Memory = 100 << 20 });
        var (text, error) = await package.TalkAsync("go", Token);
        (text, error!.Message).ShouldBe(("Hel", "The Python code of Scripted used more than 100 MB of memory."));
    }

    [Fact]
    public async Task A_cancelled_request_ends_the_process_and_what_it_started()
    {
        using var package = new ScriptedPackage(Stuck);
        using var stop = new CancellationTokenSource();
        var request = package.TalkAsync("go", stop.Token);
        var (id, child) = await StartedAsync(package);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => request);
        await ScriptedPackage.WaitForEndAsync(id);
        await ScriptedPackage.WaitForEndAsync(child);
        // The next request has a process of its own.
        (await package.TalkAsync("hi", Token)).Text.ShouldBe("hi");
    }

    [Fact]
    public async Task A_cancelled_request_does_not_disturb_another_one()
    {
        using var package = new ScriptedPackage("""
            def slow(request):
                time.sleep(1)
                text(request, "slow")
                end(request)

            ready()
            for request in requests():
                text(request, "at once, ")
                threading.Thread(target=slow, args=(request,)).start()
            """);
        using var stop = new CancellationTokenSource();
        var first = package.TalkAsync("one", stop.Token);
        var second = package.TalkAsync("two", Token);
        await Task.Delay(500, Token);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => first);
        (await second).ShouldBe(("at once, slow", null));
    }

    [Fact]
    public async Task A_process_that_does_not_read_its_input_can_be_cancelled()
    {
        using var package = new ScriptedPackage("""
            ready()
            while True:
                time.sleep(0.1)
                send({"event": "heartbeat", "session_id": None, "data": {}})
            """);
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        var request = ScriptedPackage.Request(new string('x', 4_000_000));
        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var piece in package.Code.InvokeAsync(request, package.Times, stop.Token)) piece.ToString();
        });
        package.Code.Process.ShouldBeNull();
    }

    [Fact]
    public async Task Disposing_ends_the_process_and_what_it_started()
    {
        int id, child;
        using (var package = new ScriptedPackage(Stuck))
        {
            _ = package.TalkAsync("go", Token);
            (id, child) = await StartedAsync(package);
            var watch = Stopwatch.StartNew();
            package.Code.Dispose();
            watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(4));
        }

        await ScriptedPackage.WaitForEndAsync(id);
        await ScriptedPackage.WaitForEndAsync(child);
    }

    [Fact]
    public async Task Keys_of_the_environment_are_not_for_packages()
    {
        Environment.SetEnvironmentVariable("WALRUS_API_KEY", "sk-walrus");
        using var package = new ScriptedPackage("""
            ready()
            for request in requests():
                text(request, os.environ.get("WALRUS_API_KEY", "none") + " " + os.environ["INSTALL_METHOD"] + " " + sys.path[0])
                end(request)
            """);
        (await package.TalkAsync("go", Token)).Text.ShouldBe("none local " + Path.GetDirectoryName(package.PathOf("x")));
        Environment.SetEnvironmentVariable("WALRUS_API_KEY", null);
    }

    private static PackageLimits Quick { get; } = new() { Pace = TimeSpan.FromMilliseconds(50) };

    /// <summary>It answers "hi", and any other request never, with a process that it started.</summary>
    private static string Stuck => """
        ready()
        for request in requests():
            if request["data"]["action"] == "hi":
                text(request, "hi")
                end(request)
                continue
            child = subprocess.Popen(["sleep", "60"])
            with open("ids.new", "w") as file:
                file.write(str(os.getpid()) + " " + str(child.pid))
            os.rename("ids.new", "ids")
            time.sleep(60)
        """;

    private static async Task<(int Id, int Child)> StartedAsync(ScriptedPackage package)
    {
        for (var i = 0; i < 400 && !File.Exists(package.PathOf("ids")); i++) await Task.Delay(25);
        var ids = (await File.ReadAllTextAsync(package.PathOf("ids"))).Split(' ');
        return (int.Parse(ids[0], CultureInfo.InvariantCulture), int.Parse(ids[1], CultureInfo.InvariantCulture));
    }

    private static string PythonText(string text) => "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"";
}
