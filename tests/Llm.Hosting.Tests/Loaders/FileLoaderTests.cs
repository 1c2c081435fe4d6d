using Llm.Loaders;

namespace Llm.Hosting.Tests.Loaders;

public sealed class FileLoaderTests : IDisposable
{
    private static readonly byte[] Image = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==");

    private readonly string folder = Directory.CreateTempSubdirectory("llm-files-").FullName;

    public FileLoaderTests()
    {
        Write("src/a.cs", "class A;\n");
        Write("src/inner/b.cs", "class B;");
        Write("src/notes.md", "# Notes\n");
        Write("src/empty.cs", "");
        Write("src/.env", "SECRET=1");
        Write("src/.config/x.json", "{}");
        Write("src/skipped/c.cs", "class C;");
        Write("src/.gitignore", "skipped\n");
        File.WriteAllBytes(Path.Combine(folder, "src", "p.png"), Image);
        File.WriteAllBytes(Path.Combine(folder, "src", "data.bin"), [0, 1, 2, 255, 254]);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_file_is_its_text()
    {
        var loaded = await LoadAsync("src/a.cs");
        loaded.Fragments.ShouldBe([new Fragment("class A;\n", Path.Combine(folder, "src", "a.cs"))]);
        loaded.Attachments.ShouldBeEmpty();
        (await LoadAsync("src/.env")).Fragments[0].Content.ShouldBe("SECRET=1");
    }

    [Fact]
    public async Task A_folder_is_its_text_files_each_with_its_path()
    {
        var loaded = await LoadAsync("src");
        loaded.Fragments.Select(fragment => fragment.Content).ShouldBe(
        [
            $"{folder}/src/a.cs\n---\nclass A;\n---", $"{folder}/src/inner/b.cs\n---\nclass B;\n---",
            $"{folder}/src/notes.md\n---\n# Notes\n---",
        ]);
        loaded.Attachments.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("src/*.cs", "a.cs")]
    [InlineData("src/**/*.cs", "a.cs", "b.cs")]
    [InlineData("src/*/?.cs", "b.cs")]
    [InlineData("*/[mn]*.md", "notes.md")]
    [InlineData("src/.config/*", "x.json")]
    [InlineData("src/**/.e*", ".env")]
    public async Task A_pattern_chooses_files(string pattern, params string[] names) =>
        (await LoadAsync(pattern)).Fragments.Select(fragment => Path.GetFileName(fragment.Source)).ShouldBe(names);

    [Fact]
    public async Task Images_are_attachments_where_they_are_asked_for()
    {
        var loaded = await LoadAsync("src/*");
        loaded.Attachments.ShouldHaveSingleItem().Path.ShouldBe(Path.Combine(folder, "src", "p.png"));
        (await LoadAsync("src/p.png")).Attachments.ShouldHaveSingleItem().Type.ShouldBe("image/png");
    }

    [Theory]
    [InlineData("nothing", "there is no file or folder")]
    [InlineData("nothing/*.cs", "there is no folder")]
    [InlineData("src/*.py", "no file there can be sent")]
    [InlineData("src/data.bin", "is not UTF-8 text")]
    public async Task What_cannot_be_sent_is_an_error(string argument, string message) =>
        (await Should.ThrowAsync<LlmException>(() => LoadAsync(argument))).Message.ShouldContain(message);

    [Fact]
    public async Task Nobody_sends_thousands_of_files_by_mistake()
    {
        for (var i = 0; i < 2001; i++) Write($"many/{i}.txt", "x");
        (await Should.ThrowAsync<LlmException>(() => LoadAsync("many"))).Message.ShouldContain("more than 2000 files");
    }

    [Fact]
    public async Task A_link_to_a_folder_does_not_lead_in_circles()
    {
        Directory.CreateSymbolicLink(Path.Combine(folder, "src", "inner", "up"), Path.Combine(folder, "src"));
        (await LoadAsync("src")).Fragments.Count.ShouldBe(3);
    }

    private Task<LoadedFragments> LoadAsync(string argument) =>
        FileLoader.LoadAsync($"{folder}/{argument}", TestContext.Current.CancellationToken);

    private void Write(string path, string text)
    {
        var full = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
