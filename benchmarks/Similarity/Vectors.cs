using System.Globalization;
using System.Runtime.InteropServices;

namespace Llm.Benchmarks.Similarity;

/// <summary>The vectors of a measurement: made ones, or those of a file that benchmarks/Sentences wrote.</summary>
/// <param name="Count">The number of vectors in the collection.</param>
/// <param name="Dimensions">The numbers of each.</param>
/// <param name="Runs">The number of runs; as many vectors are only searched for.</param>
/// <param name="File">The file; empty for made vectors.</param>
internal sealed record Vectors(int Count, int Dimensions, int Runs, string File)
{
    /// <summary>The arguments from which <see cref="Parse"/> makes the same.</summary>
    public string[] Arguments => [$"{Count}", $"{Dimensions}", $"{Runs}", File];

    /// <summary>Reads <c>[COUNT] [DIMENSIONS] [RUNS] [FILE]</c>.</summary>
    public static Vectors Parse(ReadOnlySpan<string> arguments)
    {
        int[] numbers = [100_000, 1024, 20];
        for (var i = 0; i < Math.Min(3, arguments.Length); i++) numbers[i] = int.Parse(arguments[i], CultureInfo.InvariantCulture);
        return new Vectors(numbers[0], numbers[1], numbers[2], arguments.Length > 3 ? arguments[3] : "");
    }

    /// <summary>The vectors of the collection, and then those that are searched for.</summary>
    public IEnumerable<float[]> Read() => File.Length > 0 ? ReadFile() : MadeVectors.Make(Count, Dimensions, Runs);

    private IEnumerable<float[]> ReadFile()
    {
        using var file = System.IO.File.OpenRead(File);
        for (var i = 0; i < Count + Runs; i++)
        {
            var vector = new float[Dimensions];
            file.ReadExactly(MemoryMarshal.AsBytes(vector.AsSpan()));
            yield return vector;
        }
    }
}
