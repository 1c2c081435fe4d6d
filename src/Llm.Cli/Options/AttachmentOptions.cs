using Llm.Commands;

namespace Llm.Cli.Options;

/// <summary>Attachments of a prompt.</summary>
internal sealed class AttachmentOptions : OptionGroup
{
    public RepeatedOption<string> Attachments { get; } = new("-a", "--attachment") { Help = "Attachment path or URL or -", Metavar = "ATTACHMENT" };

    public PairOption Typed { get; } = new("--at", "--attachment-type")
    {
        Help = "\b\nAttachment with explicit mimetype,\n--at image.jpg image/jpeg",
    };

    public override IReadOnlyList<Option> All => [Attachments, Typed];

    /// <summary>The attachments given by <c>-a</c>, then those given by <c>--at</c>.</summary>
    /// <exception cref="InvalidValueException">One of them cannot be found or told what it is.</exception>
    public async Task<(List<Attachment> Plain, List<Attachment> Typed)> ReadAsync(
        Invocation invocation, AttachmentResolver resolver, CancellationToken cancellationToken)
    {
        var plain = new List<Attachment>();
        foreach (var value in invocation.Get(Attachments))
        {
            var attachment = await Check(Attachments, () => resolver.ResolveAsync(value, cancellationToken));
            if (attachment.Content is { IsEmpty: true }) throw new LlmException("Nothing came through the pipe for the attachment -");
            plain.Add(attachment);
        }

        var typed = new List<Attachment>();
        foreach (var (value, type) in invocation.Get(Typed))
        {
            typed.Add(await Check(Typed, () => resolver.ResolveAsync(value, type, cancellationToken)));
        }

        return (plain, typed);
    }

    private static async Task<Attachment> Check(Parameter option, Func<Task<Attachment>> resolve)
    {
        try
        {
            return await resolve();
        }
        catch (LlmException ex)
        {
            throw new InvalidValueException(ex.Message, option, ex);
        }
    }
}
