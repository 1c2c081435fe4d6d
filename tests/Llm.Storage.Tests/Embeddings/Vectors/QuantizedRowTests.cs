using System.Runtime.InteropServices;
using Llm.Storage.Embeddings.Vectors;

namespace Llm.Storage.Tests.Embeddings.Vectors;

public class QuantizedRowTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(32)]
    [InlineData(100)]
    [InlineData(1024)]
    [InlineData(3072)]
    public void The_similarity_lies_between_the_bounds(int dimensions)
    {
        var number = 0;
        foreach (var kind in VectorSamples.Kinds)
        {
            var rows = VectorSamples.Make(kind, 40, dimensions, seed: 1);
            var queries = VectorSamples.Make(kind, 4, dimensions, seed: 1).Concat(VectorSamples.Make("random", 4, dimensions, seed: 2));
            foreach (var query in queries)
            {
                if (QuantizedQuery.Create(query) is not { } quantized) continue;
                foreach (var row in rows)
                {
                    var bytes = new byte[QuantizedRow.Size(dimensions)];
                    if (!QuantizedRow.TryWrite(1, row, bytes)) continue;
                    var head = MemoryMarshal.Read<QuantizedHead>(bytes);
                    var codes = MemoryMarshal.Cast<byte, sbyte>(bytes.AsSpan(QuantizedRow.HeadSize));
                    var (lower, upper) = quantized.Bounds(in head, Int8Dot.Of(codes, quantized.Numbers));
                    Cosine(query, row).ShouldBeInRange(lower, upper, $"{kind}, {dimensions}");
                    number++;
                }
            }
        }

        number.ShouldBeGreaterThan(1000);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(255)]
    [InlineData(1024)]
    [InlineData(20_000)]
    public void The_error_is_no_less_than_the_distance_and_hardly_more(int dimensions)
    {
        var bytes = new byte[QuantizedRow.Size(dimensions)];
        foreach (var kind in VectorSamples.Kinds)
        {
            foreach (var row in VectorSamples.Make(kind, 20, dimensions, seed: 6))
            {
                if (!QuantizedRow.TryWrite(1, row, bytes)) continue;
                var head = MemoryMarshal.Read<QuantizedHead>(bytes);
                var distance = Distance(row, MemoryMarshal.Cast<byte, sbyte>(bytes.AsSpan(QuantizedRow.HeadSize)), head.Scale);
                ((double)head.Error).ShouldBeInRange(distance, (distance * 1.00001) + 4e-6 + (2e-7 * Math.Sqrt(dimensions)), kind);
            }
        }
    }

    [Fact]
    public void Bounds_of_usual_vectors_are_narrow()
    {
        var rows = VectorSamples.Make("random", 2, 1024, seed: 3);
        var bytes = new byte[QuantizedRow.Size(1024)];
        QuantizedRow.TryWrite(1, rows[0], bytes).ShouldBeTrue();
        var head = MemoryMarshal.Read<QuantizedHead>(bytes);
        var (lower, upper) = QuantizedQuery.Create(rows[1])!.Bounds(in head, 0);
        (upper - lower).ShouldBeInRange(0.001, 0.02);
    }

    [Fact]
    public void A_vector_without_a_direction_has_no_row()
    {
        var bytes = new byte[QuantizedRow.Size(40)];
        float[] odd = [0, float.NaN, float.PositiveInfinity, float.NegativeInfinity];
        foreach (var place in (int[])[0, 5, 17, 39])
        {
            foreach (var number in odd)
            {
                var vector = new float[40];
                if (number != 0) Array.Fill(vector, 1);
                vector[place] = number;
                QuantizedRow.TryWrite(1, vector, bytes).ShouldBeFalse($"{number} at {place}");
                QuantizedQuery.Create(vector).ShouldBeNull();
            }
        }
    }

    [Theory]
    [InlineData(32)]
    [InlineData(96)]
    [InlineData(8192)]
    public void Products_are_those_of_plain_arithmetic(int count)
    {
        var random = new Random(4);
        var codes = new sbyte[count];
        var numbers = new short[count];
        for (var i = 0; i < count; i++) (codes[i], numbers[i]) = ((sbyte)random.Next(-127, 128), (short)random.Next(-16000, 16000));
        var expected = 0L;
        for (var i = 0; i < count; i++) expected += codes[i] * numbers[i];
        Int8Dot.Of(codes, numbers).ShouldBe(expected);
    }

    private static double Distance(float[] vector, ReadOnlySpan<sbyte> codes, float scale)
    {
        var largest = vector.Max(Math.Abs);
        var length = Math.Sqrt(vector.Sum(number => ((double)number / largest) * ((double)number / largest)));
        var squares = 0.0;
        for (var i = 0; i < vector.Length; i++)
        {
            var difference = ((double)vector[i] / largest / length) - ((double)codes[i] * scale);
            squares += difference * difference;
        }

        return Math.Sqrt(squares);
    }

    private static double Cosine(float[] one, float[] other)
    {
        // Decimal places to spare: lengths are scaled first, as squares of extreme numbers would vanish.
        var (oneLargest, otherLargest) = (one.Max(Math.Abs), other.Max(Math.Abs));
        var (product, squares, otherSquares) = (0.0, 0.0, 0.0);
        for (var i = 0; i < one.Length; i++)
        {
            var (a, b) = ((double)one[i] / oneLargest, (double)other[i] / otherLargest);
            product += a * b;
            squares += a * a;
            otherSquares += b * b;
        }

        return product / Math.Sqrt(squares * otherSquares);
    }
}
