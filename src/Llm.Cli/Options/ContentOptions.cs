using System.Text;
using Llm.Commands;

namespace Llm.Cli.Options;

/// <summary>The options for the text or bytes to embed: as a word, in a file or from standard input.</summary>
/// <param name="purpose">What the content is for, as the end of a sentence.</param>
internal sealed class ContentOptions(string purpose = "") : OptionGroup
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public ValueOption<string> Input { get; } = new("-i", "--input")
    {
        Help = $"File to embed{purpose}",
        Parser = ValueParsers.Path(mustExist: true, allowDash: true),
    };

    public ValueOption<string> Content { get; } = new("-c", "--content") { Help = $"Content to embed{purpose}" };

    public Flag Binary { get; } = new("--binary") { Help = "Treat input as binary data" };

    public override IReadOnlyList<Option> All => [Input, Content, Binary];

    /// <summary>Whether content or a file is given.</summary>
    public bool IsGiven(Invocation invocation) =>
        !string.IsNullOrEmpty(invocation.Get(Content)) || !string.IsNullOrEmpty(invocation.Get(Input));

    /// <summary>Reads the content as an item with an ID. Standard input is read if nothing else is given.</summary>
    /// <exception cref="LlmException">There is no content, or the file cannot be read.</exception>
    public async Task<CollectionItem> ReadAsync(
        Invocation invocation, CliContext context, string id, CancellationToken cancellationToken)
    {
        if (invocation.Get(Content) is { Length: > 0 } text) return new CollectionItem(id, text);
        var path = invocation.Get(Input) is { Length: > 0 } given and not "-" ? given : null;
        if (invocation.Get(Binary))
        {
            var bytes = path is null ? await context.Input.ReadBytesAsync(cancellationToken) : ReadFile(path);
            return bytes.Length > 0 ? new CollectionItem(id, bytes) : throw NoContent();
        }

        var read = path is null ? await context.Input.ReadTextAsync(cancellationToken) : ReadText(path);
        return read.Length > 0 ? new CollectionItem(id, read) : throw NoContent();
    }

    private static LlmException NoContent() => new("No content provided");

    private static byte[] ReadFile(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new LlmException(Directory.Exists(path) ? $"{path} is a folder. Name a file." : $"Cannot read {path}: {ex.Message}", ex);
        }
    }

    private static string ReadText(string path)
    {
        try
        {
            return NewLines.Normalise(Strict.GetString(ReadFile(path)));
        }
        catch (DecoderFallbackException ex)
        {
            throw new LlmException($"{path} is not UTF-8 text. Add --binary to embed it as bytes.", ex);
        }
    }
}
