using System.Text.Json;
using Llm.Tests;

namespace Llm.Local.Tests;

/// <summary>The token ids and vectors of sentences by other programs; <c>Reference/make.mjs</c> writes them.</summary>
internal sealed class ReferenceTable
{
    private readonly JsonElement root = JsonDocument.Parse(File.ReadAllText(Path.Combine(
        SharedData.RepositoryRoot, "tests", "Llm.Local.Tests", "Reference", "reference.json"))).RootElement;

    public IReadOnlyList<string> Texts => [.. root.GetProperty("texts").EnumerateArray().Select(text => text.GetString()!)];

    public IReadOnlyList<int[]> Ids => [.. root.GetProperty("ids").EnumerateArray().Select(ids => ids.Deserialize<int[]>()!)];

    public IReadOnlyList<float[]> Vectors(string model) =>
        [.. root.GetProperty(model).EnumerateArray().Select(vector => vector.Deserialize<float[]>()!)];
}
