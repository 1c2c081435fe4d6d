using Llm.Packages;
using Llm.Testing;

namespace Llm.Tests.Packages;

public sealed class PackageStoreTests : IDisposable
{
    private readonly TemporaryUserDirectory user = new();
    private readonly SamplePackage sample = new();

    private PackageStore Store => new(user.Directory);

    public void Dispose()
    {
        user.Dispose();
        sample.Dispose();
    }

    [Fact]
    public void A_package_is_copied_so_that_it_stays_as_it_was_read()
    {
        sample.Write(".git/config", "secret");
        sample.Write("__pycache__/x.pyc", "");
        var added = Store.Add(sample.Folder);
        sample.Change("models/llm/small.yaml", "context_size: 4096", "context_size: 1");
        added.Load(added.Models[0]).ContextSize.ShouldBe(4096);
        File.Exists(Path.Combine(added.Folder, "models/llm/llm.py")).ShouldBeTrue();
        Directory.Exists(Path.Combine(added.Folder, ".git")).ShouldBeFalse();
        Directory.Exists(Path.Combine(added.Folder, "__pycache__")).ShouldBeFalse();
        Store.All.Select(package => package.Name).ShouldBe(["sample"]);
    }

    [Fact]
    public void Adding_replaces_and_an_error_changes_nothing()
    {
        Store.Add(sample.Folder);
        sample.Change("manifest.yaml", "version: 0.0.1\ntype", "version: 0.0.2\ntype");
        sample.Write("models/llm/large.yaml", SamplePackage.Model.Replace("small", "large", StringComparison.Ordinal));
        Store.Add(sample.Folder).Version.ShouldBe("0.0.2");
        Store.Find("sample")!.Models.Select(model => model.Name).ShouldBe(["small", "large"]);
        sample.Change("manifest.yaml", "name: sample", "nam: sample");
        Should.Throw<PackageException>(() => Store.Add(sample.Folder));
        Store.Find("sample")!.Version.ShouldBe("0.0.2");
        File.Exists(Path.Combine(Store.Find("sample")!.Folder, "models/llm/large.yaml")).ShouldBeTrue();
        Directory.Exists(Path.Combine(user.Path, "packages", ".new")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"format\": 0}")]
    [InlineData("[]")]
    public void An_index_that_is_lost_or_of_another_version_is_made_anew(string index)
    {
        var added = Store.Add(sample.Folder);
        File.WriteAllText(added.Folder + ".json", index);
        Store.Find("sample")!.Models.ShouldHaveSingleItem().Name.ShouldBe("small");
        File.ReadAllText(added.Folder + ".json").ShouldContain("\"format\":1");
    }

    [Fact]
    public void A_package_is_removed_with_its_files()
    {
        var added = Store.Add(sample.Folder);
        Store.Remove("sample").ShouldBeTrue();
        Store.Remove("sample").ShouldBeFalse();
        Store.Find("sample").ShouldBeNull();
        Directory.Exists(added.Folder).ShouldBeFalse();
        Store.All.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("../sample")]
    [InlineData("sample/../sample")]
    [InlineData("")]
    [InlineData(".new")]
    public void A_name_that_is_none_finds_nothing(string name)
    {
        Store.Add(sample.Folder);
        Store.Find(name).ShouldBeNull();
        Store.Remove(name).ShouldBeFalse();
    }

    [Theory]
    [InlineData("con:aux")]
    [InlineData("a b")]
    public void A_provider_whose_name_cannot_be_that_of_a_folder_is_refused(string name)
    {
        sample.Change("provider/sample.yaml", "provider: sample", $"provider: \"{name}\"");
        Should.Throw<LlmException>(() => Store.Add(sample.Folder)).Message.ShouldContain(name);
    }

    [Fact]
    public void A_model_whose_file_is_gone_is_an_error_that_names_it()
    {
        var added = Store.Add(sample.Folder);
        File.Delete(Path.Combine(added.Folder, "models/llm/small.yaml"));
        Should.Throw<PackageException>(() => added.Load(added.Models[0])).Message.ShouldContain("models/llm/small.yaml: There is no such file.");
    }

    [Fact]
    public async Task Programs_that_add_at_the_same_time_leave_a_whole_package()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Store.Add(sample.Folder))));
        Store.Find("sample")!.Load().Problems.ShouldBeEmpty();
    }

    /// <summary>All packages at once: the index has every model under its name and type, and its file describes it.</summary>
    [Fact]
    public void The_index_of_every_official_package_finds_its_models()
    {
        foreach (var name in DifyPackages.Names)
        {
            var added = Store.Add(DifyPackages.FolderOf(name));
            foreach (var entry in added.Models)
            {
                var model = added.Load(added.Find(entry.Name, entry.Type)!);
                (model.Name, model.Type, model.IsDeprecated).ShouldBe((entry.Name, entry.Type, entry.IsDeprecated), $"{name}: {entry.File}");
            }
        }

        Store.All.Count.ShouldBe(70);
        Store.All.Sum(package => package.Models.Count).ShouldBe(1657);
    }
}
