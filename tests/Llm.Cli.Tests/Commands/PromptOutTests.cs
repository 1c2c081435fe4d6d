using Llm.Testing;

namespace Llm.Cli.Tests.Commands;

public sealed class PromptOutTests : IDisposable
{
    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a, 1];
    private static readonly byte[] Sound = [(byte)'O', (byte)'g', (byte)'g', (byte)'S', 2];

    private readonly CommandRunner llm = new(new FakeModel("Look", Made(Png), Made(Sound, "audio/ogg")));

    private string Folder => Path.Combine(llm.Directory.Path, "made");

    public void Dispose() => llm.Dispose();

    [Fact]
    public async Task Attachments_go_into_a_directory_under_the_turns_id()
    {
        var result = await llm.RunAsync("draw", "--out", Folder + "/");
        result.Output.ShouldBe("Look\n");
        var files = Directory.GetFiles(Folder).Order(StringComparer.Ordinal).ToList();
        files.Select(Path.GetExtension).ShouldBe([".ogg", ".png"]);
        Path.GetFileName(files[1]).ShouldMatch("^[0-9a-z]{26}\\.png$");
        files[0].ShouldBe(files[1][..^4] + "-2.ogg");
        result.Error.ShouldBe($"Wrote {files[1]} (image/png, 9.00B)\nWrote {files[0]} (audio/ogg, 5.00B)\n");
        File.ReadAllBytes(files[1]).ShouldBe(Png);
        File.ReadAllBytes(files[0]).ShouldBe(Sound);
    }

    [Fact]
    public async Task A_file_gets_the_first_and_further_ones_a_number()
    {
        var file = llm.User.Write("made/old.png", "old");
        (await llm.RunAsync("draw", "--out", file)).ExitCode.ShouldBe(0);
        File.ReadAllBytes(file).ShouldBe(Png);
        File.ReadAllBytes(Path.Combine(Folder, "old-2.png")).ShouldBe(Sound);
        Directory.GetFiles(Folder).Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_place_that_is_not_there_is_told_before_anything_is_asked()
    {
        (await llm.RunAsync("draw", "--out", Path.Combine(Folder, "x.png"))).ShouldBe(
            CommandResult.Failure($"The directory {Folder} of --out does not exist"));
        llm.Prompts.ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_a_terminal_is_told_of_what_was_not_written()
    {
        (await llm.RunAsync("draw")).Error.ShouldBe("");
        using var terminal = new CommandRunner(new FakeModel("Look", Made(Png))) { ErrorIsTerminal = true };
        (await terminal.RunAsync("draw")).Error.ShouldContain("The answer has 1 attachment; --out DIRECTORY writes attachments to files.");
        (await terminal.RunAsync("draw", "--out", terminal.Directory.Path)).Error.ShouldNotContain("came with");
    }

    private static AttachmentEvent Made(byte[] bytes, string? type = null) =>
        new AttachmentEvent(Attachment.FromBytes(bytes, type));
}
