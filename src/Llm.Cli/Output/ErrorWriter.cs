using System.Text;

namespace Llm.Cli.Output;

/// <summary>Writes to the standard error of a terminal, for code that needs a <see cref="TextWriter"/>.</summary>
internal sealed class ErrorWriter(Terminal terminal) : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => terminal.WriteError(value.ToString());

    public override void Write(ReadOnlySpan<char> buffer) => terminal.WriteError(buffer.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(string? value) => Write(value.AsSpan());

    public override void WriteLine(string? value) => Write(value + "\n");
}
