using Llm.Packages;
using Llm.Testing;

namespace Llm.Tests.Packages;

/// <summary>The file that spares a list of models the indexes of all packages.</summary>
public sealed class PackageListTests : IDisposable
{
    private readonly TemporaryUserDirectory user = new();
    private readonly SamplePackage sample = new();

    public PackageListTests() => Store.Add(sample.Folder);

    private PackageStore Store => new(user.Directory);

    private string List => Path.Combine(user.Path, "packages", ".list");

    private string Index => Path.Combine(user.Path, "packages", "sample.json");

    public void Dispose()
    {
        user.Dispose();
        sample.Dispose();
    }

    [Fact]
    public void It_has_everything_that_lists_show_and_the_rest_comes_from_the_index()
    {
        var first = Store.All.ShouldHaveSingleItem();
        File.Exists(List).ShouldBeTrue();
        var second = Store.All.ShouldHaveSingleItem();
        (second.Name, second.Title, second.PackageName, second.Version, second.Folder)
            .ShouldBe((first.Name, first.Title, first.PackageName, first.Version, first.Folder));
        second.Models.Select(Describe).ShouldBe(Store.Find("sample")!.Models.Select(Describe));
        second.Form!.Fields.Select(field => field.Variable).ShouldBe(Store.Find("sample")!.Form!.Fields.Select(field => field.Variable));
        second.Load(second.Models[0]).Name.ShouldBe("small");
    }

    [Fact]
    public void A_list_reads_no_index()
    {
        _ = Store.All;
        // Of the same size and time, so that nothing but reading it would show that it is another one.
        var (time, text) = (File.GetLastWriteTimeUtc(Index), File.ReadAllText(Index));
        File.WriteAllText(Index, new string(' ', text.Length));
        File.SetLastWriteTimeUtc(Index, time);
        Store.All.ShouldHaveSingleItem().Models.ShouldHaveSingleItem().Name.ShouldBe("small");
    }

    [Fact]
    public void It_follows_what_is_added_replaced_and_removed()
    {
        Store.All.Count.ShouldBe(1);
        sample.Write("models/llm/large.yaml", SamplePackage.Model.Replace("small", "large", StringComparison.Ordinal));
        Store.Add(sample.Folder);
        Store.All.ShouldHaveSingleItem().Models.Select(model => model.Name).ShouldBe(["small", "large"]);
        Store.Remove("sample");
        Store.All.ShouldBeEmpty();
        Store.Add(sample.Folder);
        Store.All.ShouldHaveSingleItem();
        // A program of an older version knows nothing of the list.
        File.Delete(Index);
        Store.All.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("[")]
    [InlineData("[0]")]
    [InlineData("[1]")]
    [InlineData("[1, 2]")]
    [InlineData("[1, [\"sample\"]]")]
    [InlineData("[9223372036854775808]")]
    [InlineData("null")]
    public void Whatever_is_in_it_it_is_made_again(string text)
    {
        File.WriteAllText(List, text);
        Store.All.ShouldHaveSingleItem().Models.ShouldHaveSingleItem().Name.ShouldBe("small");
        File.ReadAllText(List).ShouldContain("small");
    }

    [Fact]
    public void Any_beginning_of_it_is_recognised_as_no_list()
    {
        _ = Store.All;
        var whole = File.ReadAllBytes(List);
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(List, whole.AsSpan(0, length));
            Store.All.ShouldHaveSingleItem().Models.ShouldHaveSingleItem().Name.ShouldBe("small");
        }
    }

    private static string Describe(PackageModelEntry model) =>
        $"{model.Name} {model.Type} {model.Title} {model.File} {model.IsDeprecated} {model.IsCompletion} {string.Join(',', model.Features)}";
}
