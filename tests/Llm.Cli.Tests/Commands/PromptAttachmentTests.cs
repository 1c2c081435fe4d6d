namespace Llm.Cli.Tests.Commands;

public sealed class PromptAttachmentTests : IDisposable
{
    private static readonly byte[] Image = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0];

    private readonly CommandRunner llm = new();

    [Fact]
    public async Task Plain_attachments_come_before_typed_ones()
    {
        var path = Path.Combine(llm.User.Path, "image.png");
        File.WriteAllBytes(path, Image);
        (await llm.RunAsync("ask", "--at", path + ".no", "image/png", "-a", path)).ExitCode.ShouldBe(2);
        var other = llm.User.Write("other.bin", "other");
        await llm.RunAsync("ask", "--at", other, "image/png", "-a", path);
        llm.LastPrompt.Attachments.Select(attachment => (attachment.Type, attachment.Path))
            .ShouldBe([("image/png", path), ("image/png", other)]);
        llm.LastPrompt.Messages.ShouldHaveSingleItem().Parts.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("-a", "-")]
    [InlineData("--at", "-", "image/png")]
    public async Task An_attachment_has_first_call_on_the_pipe(params string[] options)
    {
        await llm.PipeAsync(Image, ["ask", .. options]);
        llm.LastPrompt.Text.ShouldBe("ask");
        var attachment = llm.LastPrompt.Attachments.ShouldHaveSingleItem();
        attachment.Type.ShouldBe("image/png");
        attachment.Content!.Value.ToArray().ShouldBe(Image);
    }

    [Theory]
    [InlineData("image/png; charset=binary")]
    [InlineData("IMAGE/PNG")]
    public async Task A_type_is_taken_however_it_is_written(string type)
    {
        (await llm.RunAsync("ask", "--at", llm.User.Write("a.png", "x"), type)).ExitCode.ShouldBe(0);
        llm.LastPrompt.Attachments.ShouldHaveSingleItem().Type.ShouldBe(type);
    }

    [Fact]
    public async Task What_cannot_be_attached_is_refused()
    {
        var missing = await llm.RunAsync("ask", "-a", "zzz.png");
        missing.ExitCode.ShouldBe(2);
        missing.Error.ShouldEndWith("Error: Invalid value for '-a' / '--attachment': File zzz.png does not exist\n");
        var unknown = await llm.PipeAsync([1, 2, 3, 4], "ask", "-a", "-");
        unknown.Error.ShouldEndWith("Error: Invalid value for '-a' / '--attachment': Could not determine mimetype of stdin\n");
        (await llm.RunAsync("ask", "-a", "-")).ShouldBe(
            CommandResult.Failure("Standard input is empty, so there is no content for the attachment -"));
        (await llm.RunAsync("ask", "--at", llm.User.Write("a.pdf", "x"), "application/pdf")).ShouldBe(
            CommandResult.Failure("This model does not support attachments of type 'application/pdf', only image/png"));
        llm.Prompts.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("empty.png", "", "empty.png is empty")]
    [InlineData("empty.txt", "", "empty.txt is empty")]
    [InlineData("text.png", "not a picture", "Could not determine mimetype of text.png")]
    [InlineData("webp.png", "Convert WEBP", "Could not determine mimetype of webp.png")]
    [InlineData("cut.png", "\u0001PNG\r\n", "Could not determine mimetype of cut.png")]
    public async Task A_file_that_is_not_what_its_name_says_is_refused_before_the_request(string name, string content, string message)
    {
        var path = llm.User.Write(name, content);
        var refused = await llm.RunAsync("ask", "-a", path);
        refused.ExitCode.ShouldBe(2);
        refused.Error.ShouldEndWith(
            $"Error: Invalid value for '-a' / '--attachment': {message.Replace(name, path, StringComparison.Ordinal)}\n");
        llm.Prompts.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_empty_attachment_is_refused_whatever_its_type_is()
    {
        var path = llm.User.Write("empty.png", "");
        (await llm.RunAsync("ask", "--at", path, "image/png")).ShouldBe(CommandResult.Failure($"Attachment {path} is empty."));
        (await llm.RunAsync("ask", "--at", "-", "image/png")).ExitCode.ShouldBe(1);
        (await llm.RunAsync("ask", "-a", llm.User.Write("note", "a text"))).ShouldBe(
            CommandResult.Failure("This model does not support attachments of type 'text/plain', only image/png"));
        llm.Prompts.ShouldBeEmpty();
    }

    public void Dispose() => llm.Dispose();
}
