using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Packages;

namespace Llm.Tests.Packages;

/// <summary>All official packages are read, and 50 of them as Dify's own loader reads them, field by field.</summary>
public class GoldenPackageTests(ITestOutputHelper output)
{
    private int compared;

    [Fact]
    public void Fifty_packages_are_read_as_Dify_reads_them()
    {
        var golden = DifyPackages.Golden();
        var differences = new List<string>();
        foreach (var (name, expected) in golden)
            Compare(ModelPackage.Load(DifyPackages.FolderOf(name)).ToJson(), expected, name, differences);
        output.WriteLine($"{compared} fields of {golden.Count} packages compared");
        differences.ShouldBeEmpty();
        golden.Count.ShouldBe(50);
        compared.ShouldBeGreaterThan(139_000);
    }

    /// <summary>Nothing is wrong with them but one price, whose unit makes a thousand tokens cost fifty millions.</summary>
    [Fact]
    public void All_packages_are_read_without_an_error()
    {
        var models = 0;
        var problems = new List<string>();
        DifyPackages.Names.Count.ShouldBe(70);
        foreach (var name in DifyPackages.Names)
        {
            var package = ModelPackage.Load(DifyPackages.FolderOf(name));
            models += package.Provider.Models.Count;
            problems.AddRange(package.Problems.Select(problem => $"{name}: {problem}"));
        }

        problems.ShouldHaveSingleItem().ShouldStartWith("jina: models/rerank/jina-reranker-v3.yaml:");
        output.WriteLine($"{models} models");
        models.ShouldBe(1657);
    }

    /// <summary>What an author sees: lists that name what is not there, and models that occur twice.</summary>
    [Fact]
    public void What_is_advised_about_them_is_about_lists_and_models_that_occur_twice()
    {
        var advice = new SortedDictionary<string, int>();
        foreach (var name in DifyPackages.Names)
        {
            foreach (var problem in ModelPackage.Load(DifyPackages.FolderOf(name)).Check())
            {
                // The archive has the YAML alone.
                if (problem.Message.StartsWith("There is no such file", StringComparison.Ordinal)) continue;
                problem.IsError.ShouldBeFalse($"{name}: {problem}");
                var kind = string.Join(' ', problem.Message.Split(' ').Take(4));
                advice[kind] = advice.GetValueOrDefault(kind) + 1;
            }
        }

        foreach (var (kind, count) in advice) output.WriteLine($"{count} {kind}");
        advice.Keys.ShouldContain("there is another model");
    }

    private void Compare(JsonNode? actual, JsonNode? expected, string path, List<string> differences)
    {
        switch (actual, expected)
        {
            case (JsonObject left, JsonObject right):
                foreach (var key in left.Select(member => member.Key).Union(right.Select(member => member.Key)))
                {
                    if (left.ContainsKey(key) && right.ContainsKey(key)) Compare(left[key], right[key], $"{path}.{key}", differences);
                    else differences.Add($"{path}.{key} is only in {(left.ContainsKey(key) ? "ours" : "Dify's")}");
                }

                break;
            case (JsonArray left, JsonArray right) when left.Count == right.Count:
                for (var i = 0; i < left.Count; i++) Compare(left[i], right[i], $"{path}[{i}]", differences);
                break;
            default:
                compared++;
                // Texts, so that 1 and 1.0 differ.
                var (ours, theirs) = (PythonJson.Compact(actual), PythonJson.Compact(expected));
                if (ours != theirs) differences.Add($"{path}: {ours} is {theirs} in Dify's");
                break;
        }
    }
}
