using System.Text;

namespace Llm.Cli.Output;

/// <summary>Standard output as a writer; on a terminal, characters that would act on it are made visible.</summary>
/// <param name="terminal">The terminal.</param>
internal sealed class OutputWriter(Terminal terminal) : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Write([value]);

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer) =>
        terminal.WriteLater(terminal.OutputIsTerminal ? VisibleText.Of(buffer.ToString()) : buffer);

    public override void Flush() => terminal.Flush();
}
