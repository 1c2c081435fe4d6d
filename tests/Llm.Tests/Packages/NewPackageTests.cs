using Llm.Packages;

namespace Llm.Tests.Packages;

public sealed class NewPackageTests : IDisposable
{
    private readonly string folder = Path.Combine(Directory.CreateTempSubdirectory("llm-new-").FullName, "mine");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);

    [Fact]
    public void A_new_package_with_all_types_is_correct()
    {
        Create("mine", PackageModelTypes.All);
        var package = ModelPackage.Load(folder);
        package.Check().ShouldBeEmpty();
        package.Provider.Models.Select(model => model.Type).ShouldBe(PackageModelTypes.All);
        package.Provider.ModelTypes.ShouldBe(PackageModelTypes.All);
        package.Provider.Form!.Fields.Select(field => (field.Variable, field.Default))
            .ShouldBe([("api_key", null), ("endpoint_url", "https://models.example.com/v1")]);
        package.Manifest.CreatedAt.ShouldBe("2026-12-01T10:00:00Z");
    }

    [Fact]
    public void A_new_package_has_only_the_types_that_are_wanted()
    {
        Create("mine", [PackageModelType.Rerank]);
        var package = ModelPackage.Load(folder);
        package.Check().ShouldBeEmpty();
        package.Provider.Models.ShouldHaveSingleItem().Name.ShouldBe("my-rerank-model");
        Directory.Exists(Path.Combine(folder, "models/llm")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("My Provider")]
    [InlineData("../mine")]
    [InlineData("")]
    public void A_name_that_Dify_refuses_is_refused(string name) =>
        Should.Throw<LlmException>(() => Create(name, PackageModelTypes.All)).Message.ShouldStartWith("The name has small letters");

    [Fact]
    public void A_folder_that_is_not_empty_is_left_alone()
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "mine.txt"), "mine");
        Should.Throw<LlmException>(() => Create("mine", PackageModelTypes.All)).Message.ShouldContain("is not empty");
        Directory.GetFiles(folder).Length.ShouldBe(1);
    }

    private void Create(string name, IReadOnlyList<PackageModelType> types) =>
        NewPackage.Create(folder, name, "https://models.example.com/v1", types, new DateTimeOffset(2026, 12, 1, 12, 0, 0, TimeSpan.FromHours(2)));
}
