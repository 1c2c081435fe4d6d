using Llm.Cli.Input.Rows;
using Llm.Commands;

namespace Llm.Cli.Tests.Input.Rows;

public sealed class RowFolderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("llm-rows-").FullName;

    public RowFolderTests()
    {
        Write("file1.txt", "hello");
        Write("nested/one.txt", "one");
        Write("nested/more/three.txt", "three");
        Write("nested/more/weird.ini", "weird \u00e9");
        Write("nested/more.txt/.hidden.txt", "hidden");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("*.txt", "file1.txt")]
    [InlineData("**/*.txt", "file1.txt nested/more.txt/.hidden.txt nested/more/three.txt nested/one.txt")]
    [InlineData("nested/*/*", "nested/more.txt/.hidden.txt nested/more/three.txt nested/more/weird.ini")]
    [InlineData("**/more/**/*", "nested/more/three.txt nested/more/weird.ini")]
    [InlineData("**/[!a-m]*.txt", "nested/one.txt nested/more/three.txt nested/more.txt/.hidden.txt")]
    [InlineData("file?.txt", "file1.txt")]
    [InlineData("FILE*", "")]
    public void Patterns_match_as_in_Python(string pattern, string expected)
    {
        var rows = new RowFolder([new(folder, pattern)], new TextDecoder(["utf-8"]), _ => { });
        var ids = rows.Read().Select(row => row.Id).ToList();
        ids.ShouldBe(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), ignoreOrder: true);
        rows.Count().ShouldBe(ids.Count);
    }

    [Fact]
    public void A_link_to_a_folder_above_does_not_lead_in_circles()
    {
        Directory.CreateSymbolicLink(Path.Combine(folder, "nested", "up"), folder);
        new RowFolder([new(folder, "**/*.txt")], new TextDecoder(["utf-8"]), _ => { }).Read().Count().ShouldBe(4);
    }

    [Theory]
    [InlineData("636166c3a9", "utf-8 latin-1", "café")]
    [InlineData("636166e9", "utf-8 latin-1", "café")]
    [InlineData("636166e9", "utf-8", null)]
    [InlineData("6361668e", "mac_roman", "café")]
    [InlineData("80", "cp1252", "€")]
    [InlineData("81", "cp1252", null)]
    [InlineData("fffe6100e900", "utf-16", "aé")]
    [InlineData("feff006100e9", "utf-16", "aé")]
    [InlineData("610d0a620d63", "ascii", "a\nb\nc")]
    [InlineData("c3a9", "ascii latin-1", "Ã©")]
    public void The_first_encoding_that_fits_is_used(string hex, string encodings, string? text) =>
        new TextDecoder(encodings.Split(' ')).Decode(Convert.FromHexString(hex)).ShouldBe(text);

    [Fact]
    public void An_encoding_that_is_not_known_is_an_error() =>
        Should.Throw<LlmException>(() => new TextDecoder(["klingon"])).Message.ShouldContain("klingon is not known");

    [Fact]
    public void A_folder_that_is_not_there_is_an_error() =>
        Should.Throw<UsageException>(() => new RowFolder([new(Path.Combine(folder, "absent"), "*")], null, _ => { }).Read().ToList())
            .Message.ShouldStartWith("Invalid directory: ");

    private void Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
