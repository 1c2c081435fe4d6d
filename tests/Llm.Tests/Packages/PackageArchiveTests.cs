using System.IO.Compression;
using System.Text;
using Llm.Packages;
using Llm.Testing;

namespace Llm.Tests.Packages;

public sealed class PackageArchiveTests : IDisposable
{
    private readonly TemporaryUserDirectory user = new();
    private readonly SamplePackage sample = new();

    private string Archive => Path.Combine(user.Path, "sample.difypkg");

    private PackageStore Store => new(user.Directory);

    public void Dispose()
    {
        user.Dispose();
        sample.Dispose();
    }

    [Fact]
    public void An_archive_is_added_and_checked_as_its_folder_is()
    {
        ZipFile.CreateFromDirectory(sample.Folder, Archive);
        PackageStore.Check(Archive).ShouldBeEmpty();
        var added = Store.Add(Archive);
        (added.Name, added.PackageName, added.Version, added.Models.Count).ShouldBe(("sample", "someone/sample", "0.0.1", 1));
        added.Load().ToJson().ToJsonString().ShouldBe(ModelPackage.Load(sample.Folder).ToJson().ToJsonString());
        Store.Find("sample")!.Models[0].Features.ShouldBe(["multi-tool-call", "vision"]);
    }

    [Theory]
    [InlineData("../outside.txt", "has a file whose name is not safe")]
    [InlineData("models/../../outside.txt", "has a file whose name is not safe")]
    [InlineData("/outside.txt", "has a file whose name is not safe")]
    [InlineData("models\\outside.txt", "has a file whose name is not safe")]
    [InlineData("c:outside.txt", "has a file whose name is not safe")]
    [InlineData("models//outside.txt", "has a file whose name is not safe")]
    [InlineData("d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/x", "has a file whose name is not safe")]
    [InlineData("README.md", "has two files with the name README.md")]
    public void A_file_that_would_lie_outside_or_twice_is_refused(string name, string expected)
    {
        ZipFile.CreateFromDirectory(sample.Folder, Archive);
        using (var zip = ZipFile.Open(Archive, ZipArchiveMode.Update))
        using (var entry = zip.CreateEntry(name).Open())
            entry.WriteByte(65);
        Should.Throw<LlmException>(() => Store.Add(Archive)).Message.ShouldContain(expected);
        NothingIsLeft();
    }

    [Fact]
    public void A_link_is_refused()
    {
        ZipFile.CreateFromDirectory(sample.Folder, Archive);
        using (var zip = ZipFile.Open(Archive, ZipArchiveMode.Update))
        {
            var link = zip.CreateEntry("models/llm/link.yaml");
            link.ExternalAttributes = 0xa1ff << 16;
            using var content = link.Open();
            content.Write("small.yaml"u8);
        }

        Should.Throw<LlmException>(() => Store.Add(Archive)).Message.ShouldBe("sample.difypkg has a link, which packages must not have: models/llm/link.yaml");
        NothingIsLeft();
    }

    [Fact]
    public void An_archive_that_unpacks_to_very_much_is_refused_before_it_is_unpacked()
    {
        using (var zip = ZipFile.Open(Archive, ZipArchiveMode.Create))
        {
            for (var i = 0; i < 5; i++)
            {
                using var content = zip.CreateEntry($"zeros{i}").Open();
                var zeros = new byte[1 << 20];
                for (var megabyte = 0; megabyte < 64; megabyte++) content.Write(zeros);
            }
        }

        new FileInfo(Archive).Length.ShouldBeLessThan(1 << 20);
        Should.Throw<LlmException>(() => Store.Add(Archive)).Message.ShouldContain("would have more than 5000 files or 256 MB");
        NothingIsLeft();
    }

    /// <summary>The list says a byte, the content has more.</summary>
    [Fact]
    public void A_length_that_is_not_true_is_found_while_unpacking()
    {
        using (var zip = ZipFile.Open(Archive, ZipArchiveMode.Create))
        using (var content = zip.CreateEntry("manifest.yaml", CompressionLevel.Optimal).Open())
            content.Write(Encoding.UTF8.GetBytes(new string('a', 100_000)));
        var bytes = File.ReadAllBytes(Archive);
        var list = bytes.AsSpan().LastIndexOf("PK\x01\x02"u8);
        bytes.AsSpan(list + 24, 4).Clear();
        bytes[list + 24] = 1;
        File.WriteAllBytes(Archive, bytes);
        Should.Throw<LlmException>(() => Store.Add(Archive)).Message.ShouldContain("has not the length that it should have");
        NothingIsLeft();
    }

    [Theory]
    [InlineData("")]
    [InlineData("no archive")]
    public void A_file_that_is_no_archive_is_told(string content)
    {
        File.WriteAllText(Archive, content);
        Should.Throw<LlmException>(() => Store.Add(Archive)).Message.ShouldStartWith("sample.difypkg is not an archive that can be read");
        NothingIsLeft();
    }

    [Fact]
    public void An_archive_that_is_cut_off_or_spoiled_anywhere_is_an_error_or_a_package()
    {
        ZipFile.CreateFromDirectory(sample.Folder, Archive);
        var whole = File.ReadAllBytes(Archive);
        var random = new Random(5);
        for (var i = 0; i < Effort.Of(200, 2000); i++)
        {
            var bytes = (byte[])whole.Clone();
            if (i % 2 == 0) bytes = bytes[..random.Next(bytes.Length)];
            else for (var change = 0; change < 3; change++) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(Archive, bytes);
            try
            {
                Store.Add(Archive);
            }
            catch (LlmException)
            {
                // As it should be.
            }
        }
    }

    private void NothingIsLeft()
    {
        Store.All.ShouldBeEmpty();
        Directory.GetFileSystemEntries(Path.Combine(user.Path, "packages")).Where(path => !path.EndsWith(".llm.lock", StringComparison.Ordinal))
            .ShouldBeEmpty();
        File.Exists(Path.Combine(user.Path, "outside.txt")).ShouldBeFalse();
    }
}
