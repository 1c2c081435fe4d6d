using Llm.Storage.Embeddings.Vectors;

namespace Llm.Storage.Tests.Embeddings.Vectors;

public sealed class VectorFileTests : IDisposable
{
    private const int Dimensions = 40;

    private readonly TemporaryDirectory folder = new();
    private readonly string path;
    private readonly DatabaseState state;

    public VectorFileTests()
    {
        path = Path.Combine(folder.Path, "vectors", "7");
        state = State("first", 1);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Rows_come_back_in_their_order_and_odd_ones_apart()
    {
        Write(count: 300, odd: [11, 200]);
        using var file = VectorFile.Open(path, 7, state)!;
        (file.Dimensions, file.Count, file.Head.OddRows).ShouldBe((Dimensions, 298, 2));
        file.OddRows.ToArray().ShouldBe([11, 200]);
        Numbers(file).ShouldBe(Enumerable.Range(0, 300).Select(number => (long)number).Except([11, 200]));
    }

    [Fact]
    public void A_file_of_another_collection_or_state_does_not_count()
    {
        Write(10, []);
        VectorFile.Open(path, 8, state).ShouldBeNull();
        VectorFile.Open(path, 7, State("first", 2)).ShouldBeNull();
        VectorFile.Open(path + "0", 7, state).ShouldBeNull();
        VectorFile.Open(path, 7, State("first", 1)).ShouldNotBeNull().Dispose();
    }

    [Fact]
    public void Every_damaged_byte_is_noticed()
    {
        Write(20, [3]);
        var sound = File.ReadAllBytes(path);
        var query = QuantizedQuery.Create(VectorSamples.Make("random", 1, Dimensions, seed: 5)[0])!;
        for (var at = 0; at < sound.Length; at++)
        {
            // What fills up the head of a row has no meaning.
            var inRow = (at - VectorFile.HeadSize) % QuantizedRow.Size(Dimensions);
            if (at >= VectorFile.HeadSize && at < sound.Length - sizeof(long) && inRow is >= 20 and < QuantizedRow.HeadSize) continue;
            var damaged = sound.ToArray();
            damaged[at] ^= 0x40;
            File.WriteAllBytes(path, damaged);
            IsAccepted(query).ShouldBeFalse($"byte {at}");
        }

        File.WriteAllBytes(path, sound);
        IsAccepted(query).ShouldBeTrue();
    }

    [Fact]
    public void A_torn_file_is_noticed()
    {
        Write(50, []);
        var sound = File.ReadAllBytes(path);
        var query = QuantizedQuery.Create(VectorSamples.Make("random", 1, Dimensions, seed: 5)[0])!;
        foreach (var length in (int[])[0, 8, 511, 512, sound.Length / 2, sound.Length - 1])
        {
            File.WriteAllBytes(path, sound[..length]);
            IsAccepted(query).ShouldBeFalse($"{length} bytes");
        }

        // Pages that were never written are zeros.
        var holes = sound.ToArray();
        holes.AsSpan(1024, 2048).Clear();
        File.WriteAllBytes(path, holes);
        IsAccepted(query).ShouldBeFalse();
        File.WriteAllBytes(path, [.. sound, 0]);
        IsAccepted(query).ShouldBeFalse();
    }

    [Fact]
    public void An_unfinished_file_leaves_the_old_one_and_nothing_else()
    {
        Write(10, []);
        using (var writer = new VectorFileWriter(path, Dimensions)) writer.Add(1, VectorSamples.Make("random", 1, Dimensions, seed: 1)[0]);
        Directory.GetFiles(Path.GetDirectoryName(path)!).ShouldBe([path]);
        using var file = VectorFile.Open(path, 7, state)!;
        file.Count.ShouldBe(10);
    }

    [Fact]
    public void A_file_that_is_replaced_stays_whole_for_who_reads_it()
    {
        Write(10, []);
        using var before = VectorFile.Open(path, 7, state)!;
        Write(5000, []);
        Numbers(before).Count.ShouldBe(10);
        using var after = VectorFile.Open(path, 7, state)!;
        after.Count.ShouldBe(5000);
    }

    [Fact]
    public void Only_the_owner_can_read_the_vectors()
    {
        if (OperatingSystem.IsWindows()) return;
        Write(1, []);
        File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.GetUnixFileMode(Path.GetDirectoryName(path)!)
            .ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static List<long> Numbers(VectorFile file)
    {
        var query = QuantizedQuery.Create(VectorSamples.Make("random", 1, Dimensions, seed: 5)[0])!;
        var search = new QuantizedSearch(query, int.MaxValue, CancellationToken.None);
        search.CompareAll(file, null);
        return [.. search.Finish().Select(found => found.Row).Order()];
    }

    private bool IsAccepted(QuantizedQuery query)
    {
        using var file = VectorFile.Open(path, 7, state);
        try
        {
            if (file is null) return false;
            new QuantizedSearch(query, 3, CancellationToken.None).CompareAll(file, null);
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private void Write(int count, long[] odd)
    {
        var vectors = VectorSamples.Make("random", count, Dimensions, seed: 1);
        using var writer = new VectorFileWriter(path, Dimensions);
        for (var i = 0; i < count; i++) writer.Add(i, odd.Contains(i) ? new float[Dimensions] : vectors[i]);
        writer.Finish(7, state);
    }

    private DatabaseState State(string name, byte version)
    {
        var database = Path.Combine(folder.Path, name);
        if (!File.Exists(database) || File.ReadAllBytes(database)[24] != version)
        {
            var bytes = new byte[200];
            bytes[24] = version;
            File.WriteAllBytes(database, bytes);
            File.SetLastWriteTimeUtc(database, new DateTime(2026, 1, version, 0, 0, 0, DateTimeKind.Utc));
        }

        return DatabaseState.Read(database)!;
    }
}
