using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.Cli.Tests.Commands.Tasks;

public sealed class TranscribeTests : TaskTest
{
    [Fact]
    public async Task The_text_is_printed()
    {
        (await HearAsync(Talk())).ShouldBe(CommandResult.Success("talk.wav has 12 bytes\n"));
        NothingIsLogged();
        var bytes = "RIFF\0\0\0\0WAVE"u8.ToArray();
        (await Llm.PipeAsync(bytes, "transcribe", "-m", "own/w", "-")).ShouldBe(CommandResult.Success("audio.wav has 12 bytes\n"));
        (await Llm.RunAsync("transcribe", "--base-url", Server.BaseAddress, "-m", "w", Talk())).Output.ShouldBe("talk.wav has 12 bytes\n");
    }

    [Fact]
    public async Task Segments_have_their_times_and_speakers()
    {
        (await HearAsync(Talk(), "--segments")).ShouldBe(CommandResult.Success(
            "00:00:00.000\t00:00:01.000\ttalk.wav\n00:00:01.000\t00:00:02.000\thas\n"
            + "00:00:02.000\t00:00:03.000\t12\n00:00:03.000\t00:00:04.000\tbytes\n"));
        Server.Enqueue(FakeReply.Text(
            """{"text": "Hi", "segments": [{"start": 3661.5, "end": 3662, "text": "Hi\nyou", "speaker": "B"}]}""", "application/json"));
        (await HearAsync(Talk(), "--segments")).Output.ShouldBe("01:01:01.500\t01:01:02.000\tB: Hi you\n");
        (await Llm.RunAsync("transcribe", "-m", "gpt-transcribe", "--segments", Talk())).ShouldBe(CommandResult.Failure(
            "gpt-transcribe does not say when something was spoken. Leave out --segments, or use another model."));
    }

    [Fact]
    public async Task JSON_has_everything()
    {
        Server.Enqueue(FakeReply.Text(
            """{"text": "Hallo", "language": "german", "duration": 1.5, "segments": [{"start": 0, "end": 1.5, "text": " Hallo"}]}""",
            "application/json"));
        var result = await HearAsync(Talk(), "--json", "--segments");
        JsonNode.DeepEquals(JsonNode.Parse(result.Output), JsonNode.Parse(
            """
            {"text": "Hallo", "language": "german", "duration": 1.5, "segments": [{"start": 0.0, "end": 1.5, "text": " Hallo"}]}
            """)).ShouldBeTrue(result.Output);
    }

    [Fact]
    public async Task Options_are_sent()
    {
        await HearAsync(Talk(), "--language", "de", "--prompt", "Otto");
        var form = System.Text.Encoding.UTF8.GetString(Server.Requests[^1].Body.Span);
        form.ShouldContain("name=\"language\"\r\n\r\nde\r\n");
        form.ShouldContain("name=\"prompt\"\r\n\r\nOtto\r\n");
    }

    [Fact]
    public async Task Errors_say_what_to_do()
    {
        (await HearAsync("no.wav")).ShouldBe(CommandResult.Failure("File no.wav does not exist"));
        (await HearAsync("-")).ShouldBe(CommandResult.Failure("Standard input is empty, so there is no recording."));
        (await HearAsync(Llm.User.Write("empty.wav", ""))).Error.ShouldContain("is empty");
        Server.Requests.ShouldBeEmpty();
        Server.Enqueue(FakeReply.Error(401, "bad key sk-own-0123456789").WithHeader("x-should-retry", "false"));
        var refused = await HearAsync(Talk());
        refused.Error.ShouldContain("Error code: 401");
        refused.Error.ShouldNotContain("sk-own");
    }

    private string Talk() => Llm.User.Write("talk.wav", "RIFF\0\0\0\0WAVE");

    private Task<CommandResult> HearAsync(params string[] words) => Llm.RunAsync(["transcribe", "-m", "own/w", .. words]);
}
