using System.Text;

namespace Llm.Cli.Output;

/// <summary>Writes to the terminal: data to stdout, messages for people to stderr.</summary>
/// <param name="output">Standard output.</param>
/// <param name="error">Standard error.</param>
/// <param name="outputIsTerminal">Whether a person reads standard output.</param>
/// <param name="errorIsTerminal">Whether a person reads standard error.</param>
internal sealed class Terminal(TextWriter output, TextWriter error, bool outputIsTerminal, bool errorIsTerminal)
{
    private const int DefaultColumns = 80;
    private const int DefaultRows = 24;

    /// <summary>Progress, traces and the output of functions are written by different threads.</summary>
    private readonly Lock errorGate = new();

    private char? lastError;

    /// <summary>Whether a person reads standard output.</summary>
    public bool OutputIsTerminal => outputIsTerminal;

    /// <summary>Whether a person reads standard error.</summary>
    public bool ErrorIsTerminal => errorIsTerminal;

    /// <summary>Whether standard output is a terminal that can move its cursor.</summary>
    public bool HasCursor => outputIsTerminal && !IsDumb;

    /// <summary>Whether standard error is a terminal that can move its cursor.</summary>
    public bool ErrorHasCursor => errorIsTerminal && !IsDumb;

    /// <summary>The last character that was written to standard output; null if nothing has been written.</summary>
    public char? LastWritten { get; private set; }

    /// <summary>Standard error as a writer, which any thread can use and which is not buffered.</summary>
    public TextWriter ErrorWriter => new ErrorWriter(this);

    /// <summary>The width of the terminal: <c>COLUMNS</c> if it is set, else the actual width, else 80.</summary>
    public int Columns => int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), out var given) && given > 0 ? given
        : WindowColumns;

    /// <summary>The actual width of the terminal, whatever <c>COLUMNS</c> is set to.</summary>
    public int WindowColumns => WindowSize.Columns is > 0 and var columns ? columns : DefaultColumns;

    /// <summary>The actual height of the terminal.</summary>
    public int WindowRows => WindowSize.Rows is > 0 and var rows ? rows : DefaultRows;

    private (int Columns, int Rows) WindowSize => !outputIsTerminal ? default
        : OperatingSystem.IsWindows() ? (Console.WindowWidth, Console.WindowHeight) : UnixOutput.WindowSize();

    /// <summary>Opens the terminal of this process.</summary>
    public static Terminal Open()
    {
        if (OperatingSystem.IsWindows())
        {
            Console.OutputEncoding = Encoding.UTF8;
            return new Terminal(
                Writer(Console.OpenStandardOutput()), Writer(Console.OpenStandardError()), !Console.IsOutputRedirected,
                !Console.IsErrorRedirected);
        }

        return new Terminal(Writer(new UnixOutput(1)), Writer(new UnixOutput(2)), UnixOutput.IsTerminal(1), UnixOutput.IsTerminal(2));
    }

    /// <summary>Opens standard output for bytes, for a protocol that uses it alone.</summary>
    public static Stream OpenOutputStream() => OperatingSystem.IsWindows() ? Console.OpenStandardOutput() : new UnixOutput(1);

    /// <summary>Writes text to standard output at once; on a terminal, characters that would act on it are made visible.</summary>
    /// <exception cref="ClosedPipeException">The reader has closed standard output.</exception>
    public void Write(string text) => WriteSequences(outputIsTerminal ? VisibleText.Of(text) : text);

    /// <summary>Writes text with control sequences of our own to standard output; its other parts must be visible already.</summary>
    /// <exception cref="ClosedPipeException">The reader has closed standard output.</exception>
    public void WriteSequences(string text)
    {
        WriteLater(text);
        Flush();
    }

    /// <summary>Writes text as it is to standard output, no later than at the next <see cref="Flush"/>.</summary>
    /// <exception cref="ClosedPipeException">The reader has closed standard output.</exception>
    public void WriteLater(ReadOnlySpan<char> text)
    {
        try
        {
            output.Write(text);
            if (text.Length > 0) LastWritten = text[^1];
        }
        catch (IOException ex)
        {
            throw new ClosedPipeException(ex);
        }
    }

    /// <summary>Writes to standard output what was to be written later.</summary>
    /// <exception cref="ClosedPipeException">The reader has closed standard output.</exception>
    public void Flush()
    {
        try
        {
            output.Flush();
        }
        catch (IOException ex)
        {
            throw new ClosedPipeException(ex);
        }
    }

    /// <summary>Writes a line to standard output.</summary>
    /// <exception cref="ClosedPipeException">The reader has closed standard output.</exception>
    public void WriteLine(string text = "") => Write(text + "\n");

    /// <summary>Writes lines to standard output, as they are enumerated.</summary>
    /// <inheritdoc cref="Write" path="/exception"/>
    public void WriteLines(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            WriteLater(outputIsTerminal ? VisibleText.Of(line) : line);
            WriteLater("\n");
        }

        Flush();
    }

    /// <summary>
    /// Writes text to standard error at once; on a terminal, characters that would act on it are made visible. A closed pipe is ignored.
    /// </summary>
    public void WriteError(string text, TextStyle style = TextStyle.Plain) =>
        WriteErrorSequences(Style(text, style), text.Length > 0 ? text[^1] : lastError);

    /// <summary>Erases the line of standard error, which must be a terminal, and writes text in its place.</summary>
    public void ReplaceErrorLine(string text = "") =>
        WriteErrorSequences($"\r\e[K{Style(text, TextStyle.Dim)}", text.Length > 0 ? text[^1] : null);

    private void WriteErrorSequences(string text, char? last)
    {
        try
        {
            lock (errorGate)
            {
                error.Write(text);
                error.Flush();
                lastError = last;
            }
        }
        catch (IOException)
        {
            // The reader has closed standard error.
        }
    }

    /// <summary>Ends the line on which an answer or other text stands, so that a message begins its own.</summary>
    public void EndLine()
    {
        var isAfterAnswer = outputIsTerminal && LastWritten is not (null or '\n');
        if (isAfterAnswer || lastError is not (null or '\n')) WriteErrorLine();
    }

    /// <summary>Writes a line to standard error.</summary>
    public void WriteErrorLine(string text = "", TextStyle style = TextStyle.Plain) => WriteErrorSequences(Style(text, style) + "\n", '\n');

    /// <summary>Reads a line from the keyboard without echoing it.</summary>
    public static string ReadSecret()
    {
        var text = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace) text.Length = Math.Max(text.Length - 1, 0);
            else if (key.KeyChar != '\0') text.Append(key.KeyChar);
        }

        return text.ToString();
    }

    private static bool IsDumb => Environment.GetEnvironmentVariable("TERM") == "dumb";

    private static StreamWriter Writer(Stream stream) => new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1024);

    private string Style(string text, TextStyle style)
    {
        if (!errorIsTerminal || text.Length == 0) return text;
        text = VisibleText.Of(text);
        return style switch
        {
            TextStyle.Dim => $"\e[2m{text}\e[0m",
            TextStyle.Note => $"\e[33m\e[1m{text}\e[0m",
            TextStyle.Result => $"\e[32m\e[1m{text}\e[0m",
            TextStyle.Failure => $"\e[31m\e[1m{text}\e[0m",
            _ => text,
        };
    }
}

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

/// <summary>The reader of standard output has closed it, as <c>head -1</c> does; the program ends without a message.</summary>
internal sealed class ClosedPipeException(IOException inner) : Exception("Standard output is closed.", inner);
