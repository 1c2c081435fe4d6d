using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.Cli.Tests.Commands.Tasks;

public sealed class SpeakTests : TaskTest
{
    private string Target => Path.Combine(Llm.User.Path, "hello.mp3");

    [Fact]
    public async Task Sound_is_written_to_a_file()
    {
        (await SpeakAsync("Hello", "-o", Target)).ShouldBe(CommandResult.Success());
        (await File.ReadAllTextAsync(Target)).ShouldBe("Hello");
        (await Llm.PipeAsync("From the pipe", "speak", "-m", "own/t", "-o", Target)).ShouldBe(CommandResult.Success());
        (await File.ReadAllTextAsync(Target)).ShouldBe("From the pipe");
        NothingIsLogged();
    }

    [Fact]
    public async Task Options_are_sent()
    {
        await SpeakAsync(
            "Hello", "-o", Target, "--voice", "nova", "--format", "wav", "--speed", "1.25", "--instructions", "Whisper");
        JsonNode.DeepEquals(Body, JsonNode.Parse(
            """
            {"model": "t", "input": "Hello", "voice": "nova", "response_format": "wav", "speed": 1.25, "instructions": "Whisper"}
            """)).ShouldBeTrue(Body.ToJsonString());
    }

    [Fact]
    public async Task A_sound_that_is_cut_off_leaves_the_file_as_it_was()
    {
        await File.WriteAllTextAsync(Target, "before");
        Server.Enqueue(FakeReply.Bytes(new byte[100_000], "audio/mpeg").CutAfterBytes(50_000));
        (await SpeakAsync("Hello", "-o", Target)).Error.ShouldStartWith("Error: Connection lost before the answer was complete");
        (await File.ReadAllTextAsync(Target)).ShouldBe("before");
        Directory.GetFiles(Llm.User.Path, "*.tmp").ShouldBeEmpty();
    }

    [Fact]
    public async Task Voices_are_listed()
    {
        (await Llm.RunAsync("speak", "--voices")).Output.ShouldStartWith("alloy\nash\n");
        var json = JsonNode.Parse((await Llm.RunAsync("speak", "--voices", "--json", "--language", "de")).Output)!.AsArray();
        (json.Count, (string)json[0]!["name"]!).ShouldBe((13, "alloy"));
        (await SpeakAsync("--voices")).ShouldBe(
            new CommandResult(0, "", "No voices of own/t are known. Name one that its provider documents.\n"));
        Server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Errors_are_reported_before_a_request()
    {
        (await SpeakAsync("Hello", "-o", Path.Combine(Llm.User.Path, "no", "x.mp3"))).Error.ShouldContain("of --output does not exist");
        (await SpeakAsync("-o", Target)).ShouldBe(CommandResult.Failure("There is no text to read aloud."));
        (await Llm.RunAsync("speak", "Hello", "-o", Target, "--format", "ogg")).Error.ShouldStartWith(
            "Error: gpt-4o-mini-tts does not make the format ogg.");
        Server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_terminal_gets_no_sound()
    {
        using var terminal = new CommandRunner { OutputIsTerminal = true, LoadPlugins = null };
        (await terminal.RunAsync("speak", "Hello")).ShouldBe(CommandResult.Failure(
            "Sound is not written to a terminal. Name a file with -o, or pipe it into a program."));
    }

    private Task<CommandResult> SpeakAsync(params string[] words) => Llm.RunAsync(["speak", "-m", "own/t", .. words]);
}
