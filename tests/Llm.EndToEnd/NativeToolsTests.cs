using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.EndToEnd;

/// <summary>Tools and structured output in a program that is compiled ahead of time, from packages.</summary>
[Collection(nameof(PackagesCollection))]
public sealed class NativeToolsTests(LibraryPackages packages) : IDisposable
{
    private static readonly (string Tool, string Arguments, string Output)[] Calls =
    [
        ("Kennel_book", """{"stay": {"dog": {"name": "Cleo", "size": "Small", "owner": "Ann", "allergies": ["nuts"]}, "from": "2026-03-02", "nights": 3}}""",
            """{"dog": {"name": "Cleo", "size": "Small", "owner": "Ann", "allergies": ["nuts"]}, "from": "2026-03-02", "nights": 3, "id": "00000001-0000-0000-0000-000000000000"}"""),
        ("Kennel_book", """{"stay": {"dog": {"name": "Rex", "size": "Huge"}, "from": "2026-03-02"}}""",
            "Error: the arguments do not fit: $.stay.dog.size should be one of \"Small\", \"Large\", not \"Huge\""),
        ("Kennel_book", """{"stay": {"dog": {"name": "Rex", "size": "Large"}, "from": "tomorrow"}}""", "Error: "),
        ("Kennel_book", """{"stay": {"dog": {"name": "Rex", "size": "Large"}, "from": "2026-03-02", "nights": 0}}""", "Error: A stay has at least one night."),
        ("Kennel_names", "{}", """["Cleo"]"""),
        ("Kennel_find", """{"from": "2026-03-01T12:00:00+01:00"}""", """[{"dog": {"name": "Cleo","""),
        ("Kennel_find", """{"from": "2026-03-01T12:00:00Z", "to": "2026-03-01T13:00:00Z"}""", "[]"),
        ("Kennel_occupancy", """{"day": "2026-03-04"}""", """{"dogs": 1, "places": 10}"""),
        ("Kennel_largest", """{"ids": ["00000001-0000-0000-0000-000000000000"]}""", "\"Small\""),
        ("Kennel_largest", """{"ids": []}""", "null"),
        ("price", """{"stays": [{"dog": {"name": "Cleo", "size": "Large", "owner": "Ann"}, "from": "2026-03-02", "nights": 2}], "discounts": {"Ann": 10}}""",
            """{"Ann": 63}"""),
        ("is_open", """{"day": "Monday", "at": "19:00"}""", "false"),
        ("is_open", """{"day": "Monday", "at": null}""", "true"),
        ("is_open", """{"day": 1, "at": null}""", "Error: the arguments do not fit"),
        ("bark", """{"times": 2}""", "Woof! Woof! "),
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("llm-native-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_program_compiled_ahead_of_time_has_the_tools_of_the_managed_one()
    {
        Assert.SkipUnless(LibraryPackages.CanLink, LibraryPackages.LinkingNeeds);
        var project = packages.CopySample("NativeTools", folder);
        await Dotnet.RunAsync("build", project, "-c", "Release", "-o", Path.Combine(folder, "managed"), LibraryPackages.Fallback);
        var managed = await RunAsync("managed");
        await LibraryPackages.PublishNativeAsync(project, Path.Combine(folder, "native"));
        var native = await RunAsync("native");

        native.Output.ShouldBe("It is done.\nBusy: booked\n", native.Error);
        var outputs = native.Error.Split('\n');
        for (var i = 0; i < Calls.Length; i++) outputs[i].ShouldStartWith($"{Calls[i].Tool}: {Calls[i].Output}");
        (native.Error, native.Output, native.Requests).ShouldBe((managed.Error, managed.Output, managed.Requests));
    }

    private async Task<(string Output, string Error, string Requests)> RunAsync(string build)
    {
        await using var server = await FakeServer.StartAsync(Reply);
        using var user = new TemporaryUserDirectory();
        var environment = new Dictionary<string, string>
        {
            ["OPENAI_BASE_URL"] = server.BaseAddress,
            ["OPENAI_API_KEY"] = "none",
            ["MODEL"] = "gpt-4o-mini",
        };
        var run = await Run.ToEndAsync(Path.Combine(folder, build, "NativeTools"), user.Path, ["Book a stay"], environment: environment);
        run.ExitCode.ShouldBe(0, run.Error);
        return (run.Output, run.Error, string.Join('\n', server.Requests.Select(request => request.Json.ToJsonString())));
    }

    private static FakeReply Reply(RecordedRequest request)
    {
        if (request.Json["response_format"] is not null) return FakeAnswer.FromPieces("""{"done": ["booked"], "mood": "Busy"}""").ReplyTo(request);
        if (request.Json["messages"]!.AsArray().Any(message => (string?)message!["role"] == "tool"))
            return FakeAnswer.FromPieces("It is done.").ReplyTo(request);
        var calls = Calls.Select((call, i) => new ToolCall(call.Tool, JsonNode.Parse(call.Arguments)!.AsObject(), $"call_{i}"));
        return new FakeAnswer { ToolCalls = [.. calls] }.ReplyTo(request);
    }
}
