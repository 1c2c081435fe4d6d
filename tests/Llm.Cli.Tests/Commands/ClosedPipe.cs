using System.Text;

namespace Llm.Cli.Tests.Commands;

/// <summary>An output whose reader leaves after some pieces.</summary>
internal sealed class ClosedPipe(int afterWrites) : TextWriter
{
    private int writes;

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
    }

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(ReadOnlySpan<char> buffer)
    {
        if (++writes > afterWrites) throw new IOException("Broken pipe");
    }
}
