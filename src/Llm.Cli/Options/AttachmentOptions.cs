using Llm.Commands;

namespace Llm.Cli.Options;

/// <summary>The options for attachments of a prompt.</summary>
internal sealed class AttachmentOptions : OptionGroup
{
    public RepeatedOption<string> Attachments { get; } =
        new("-a", "--attachment") { Help = "Attachment path or URL or -", Metavar = "ATTACHMENT" };

    public PairOption Typed { get; } = new("--at", "--attachment-type")
    {
        Help = "\b\nAttachment with explicit mimetype,\n--at image.jpg image/jpeg",
    };

    public override IReadOnlyList<Option> All => [Attachments, Typed];

    /// <summary>Loads the attachments given by <c>-a</c>, and those given by <c>--at</c>.</summary>
    /// <exception cref="InvalidValueException">An attachment cannot be found, or its type cannot be determined.</exception>
    public async Task<(List<Attachment> Plain, List<Attachment> Typed)> ReadAsync(
        Invocation invocation, AttachmentResolver resolver, CancellationToken cancellationToken)
    {
        var plain = new List<Attachment>();
        foreach (var value in invocation.Get(Attachments))
        {
            var attachment = await Check(Attachments, () => resolver.ResolveAsync(value, cancellationToken));
            if (attachment.Content is { IsEmpty: true })
                throw new LlmException("Standard input is empty, so there is no content for the attachment -");
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
