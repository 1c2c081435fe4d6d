namespace Llm.Storage.Embeddings.Vectors;

/// <summary>Puts the rows of a <see cref="VectorFile"/> into lists, of which a search needs to read a few.</summary>
internal static class VectorLists
{
    /// <summary>Fewer rows are searched as fast without lists.</summary>
    public const int MinRows = 10_000;

    /// <summary>Lists do not help if a search has to read a larger part of the rows.</summary>
    public const double MaxPart = 0.25;

    /// <summary>The number of lists for so many rows.</summary>
    public static int CountFor(long rows) => (int)(2 * Math.Sqrt(rows));

    /// <summary>Makes a file with the same rows in lists.</summary>
    /// <param name="file">The rows.</param>
    /// <param name="path">The path of the new file, which may be that of the other.</param>
    /// <param name="collectionId">The collection.</param>
    /// <param name="state">The state of the database that both files belong to.</param>
    /// <param name="progress">Receives the part of the work that is done, on any thread; null for none.</param>
    /// <param name="cancellationToken">Stops the work; no file is left then.</param>
    /// <returns>Whether a file was made; not if searches would read more than <see cref="MaxPart"/> of the rows.</returns>
    /// <exception cref="InvalidDataException">A row is damaged.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be written.</exception>
    public static bool Make(
        VectorFile file, string path, long collectionId, DatabaseState state, IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        var lists = CountFor(file.Count);
        var (done, all) = (0L, (Clustering.Comparisons(file.Count, lists) * lists) + ListTuning.Comparisons(file.Count));
        void Report(long compared) => progress?.Report((double)Interlocked.Add(ref done, compared) / all);

        var clustering = Clustering.Train(file, lists, rows => Report((long)rows * lists), cancellationToken);
        var listOf = clustering.Assign(file, rows => Report((long)rows * lists), cancellationToken);
        var centres = clustering.ToRows();
        var groups = Group(listOf, lists);
        var reach = ListTuning.Measure(file, centres, listOf, groups, Report, cancellationToken);
        if (reach.Part > MaxPart) return false;
        using var writer = new VectorFileWriter(path, file.Dimensions);
        foreach (var group in groups)
        {
            writer.BeginList();
            foreach (var place in group)
            {
                QuantizedRow.Check(file.Rows(place, 1));
                writer.Copy(file.Rows(place, 1));
            }
        }

        writer.EndLists(centres, reach);
        WriteSketches(writer, file, centres, groups);
        foreach (var odd in file.OddRows) writer.AddOdd(odd);
        writer.Finish(collectionId, state);
        return true;
    }

    private static void WriteSketches(VectorFileWriter writer, VectorFile file, byte[] centres, int[][] groups)
    {
        var block = new byte[SketchBlock.Size(file.Dimensions)];
        for (var list = 0; list < groups.Length; list++)
        {
            writer.BeginBlocks();
            var centre = QuantizedRow.ToVector(centres.AsSpan(list * file.RowSize, file.RowSize), file.Dimensions);
            for (var first = 0; first < groups[list].Length; first += SketchBlock.Rows)
            {
                Array.Clear(block);
                for (var i = 0; i < Math.Min(SketchBlock.Rows, groups[list].Length - first); i++)
                    SketchBlock.Write(block, i, file.Rows(groups[list][first + i], 1), centre);
                SketchBlock.Seal(block);
                writer.AddBlock(block);
            }
        }
    }

    /// <summary>Returns the places of the rows of each list, in their order.</summary>
    private static int[][] Group(int[] listOf, int lists)
    {
        var lengths = new int[lists];
        foreach (var list in listOf) lengths[list]++;
        var groups = new int[lists][];
        for (var list = 0; list < groups.Length; list++) groups[list] = new int[lengths[list]];
        var filled = new int[lists];
        for (var place = 0; place < listOf.Length; place++) groups[listOf[place]][filled[listOf[place]]++] = place;
        return groups;
    }
}
