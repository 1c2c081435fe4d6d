namespace Llm.Cli.Input.Rows;

/// <summary>The rows of an input that is open.</summary>
/// <param name="rows">The rows, which are read once.</param>
/// <param name="fraction">Returns the part that has been read, from 0 to 1, for the number of rows read; null if it is not known.</param>
/// <param name="owned">What is closed at the end; null for nothing.</param>
internal sealed class RowSource(IEnumerable<InputRow> rows, Func<long, double?> fraction, IDisposable? owned) : IDisposable
{
    public IEnumerable<InputRow> Rows => rows;

    /// <summary>The part that has been read; null if it is not known.</summary>
    public double? Fraction(long read) => fraction(read);

    public void Dispose() => owned?.Dispose();
}
