using System.Runtime.InteropServices;

namespace Llm.Storage.Embeddings.Vectors;

/// <summary>Says which lists of rows are nearest to a vector, by their centres.</summary>
internal static class ListOrder
{
    /// <summary>Writes the similarity of each centre to a vector.</summary>
    /// <param name="centres">A row for each list.</param>
    /// <param name="query">The vector.</param>
    /// <param name="scores">Receives the similarities; they have no certain bounds.</param>
    public static void Score(ReadOnlySpan<byte> centres, QuantizedQuery query, Span<float> scores)
    {
        var numbers = query.Numbers;
        var size = QuantizedRow.HeadSize + numbers.Length;
        for (var list = 0; list < scores.Length; list++)
        {
            var row = centres.Slice(list * size, size);
            var codes = MemoryMarshal.Cast<byte, sbyte>(row[QuantizedRow.HeadSize..]);
            scores[list] = (float)(Int8Dot.Of(codes, numbers) * query.Scale) * MemoryMarshal.AsRef<QuantizedHead>(row).Scale;
        }
    }

    /// <summary>Returns the nearest lists of a file, the nearest first.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static IReadOnlyList<NearestRow> Nearest(VectorFile file, QuantizedQuery query, int number)
    {
        file.CheckCentres();
        var scores = new float[file.ListCount];
        Score(file.Centres, query, scores);
        var nearest = new NearestRows(number);
        for (var list = 0; list < scores.Length; list++)
        {
            if (!nearest.IsFull || scores[list] > nearest.Worst) nearest.Add(list, list, scores[list]);
        }

        return nearest.Finish();
    }
}
