// Embeds the glosses of WordNet (Debian's package wordnet-base), 117,000 real sentences, with minilm of Llm.Local, and writes
// the vectors as 32-bit floats, 384 for each text. The texts are in an order that only chance decides, and always the same:
//
//     dotnet run -c Release --project benchmarks/Sentences OUTPUT [COUNT]
//
// It takes several minutes, so keep the file. benchmarks/Similarity reads it.
using System.Globalization;
using System.Runtime.InteropServices;
using Llm;
using Llm.Local;

var count = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 100_000;
string[] files = ["adj", "adv", "noun", "verb"];
var glosses = files.SelectMany(name => File.ReadLines($"/usr/share/wordnet/data.{name}"))
    .Where(line => line.Contains('|', StringComparison.Ordinal))
    .Select(line => line[(line.IndexOf('|', StringComparison.Ordinal) + 1)..].Trim())
    .Distinct().ToArray();
new Random(1).Shuffle(glosses);
glosses = glosses[..Math.Min(count, glosses.Length)];

var registry = new EmbeddingModelRegistry();
new LocalPlugin().RegisterEmbeddingModels(registry);
var model = registry.Models.Single(entry => entry.Model.Id == "minilm").Model;
using var output = File.Create(args[0]);
var done = 0;
await foreach (var vector in model.EmbedManyAsync(glosses))
{
    output.Write(MemoryMarshal.AsBytes(vector.Span));
    if (++done % 6400 == 0) Console.Error.WriteLine($"{done} of {glosses.Length}");
}
