using Llm.Testing;

namespace Llm.Tests.Configuration;

/// <summary>What the Python tool or its user put into a file is there still after a change, byte for byte in Python's layout.</summary>
public sealed class FilesSurviveTests : IDisposable
{
    /// <summary>As Python's json writes it, but for the indent: odd values, odd numbers, order, escapes.</summary>
    private const string Members = """
        "z": "last comes first",
        "number": 1.0,
        "big": 123456789012345678901234567890,
        "exponent": 1e-07,
        "nothing": null,
        "list": [
            1,
            {
                "deep": {
                    "\u00e9\ud83d\ude00": "\"\\\n/"
                },
                "empty": {},
                "none": []
            }
        ],
        "a": true
    """;

    private readonly TemporaryUserDirectory user = new();

    public void Dispose() => user.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("\ufeff{}")]
    public void A_file_without_content_is_as_good_as_none(string content)
    {
        user.Write("aliases.json", content);
        new AliasStore(user.Directory).Read().ShouldBeEmpty();
    }

    [Fact]
    public void Aliases()
    {
        var path = user.Write("aliases.json", $"{{\n{Members}\n}}\n");
        var aliases = new AliasStore(user.Directory);
        aliases.Set("new", "model");
        File.ReadAllText(path).ShouldBe($"{{\n{Members},\n    \"new\": \"model\"\n}}\n");
        aliases.Read().ShouldBe([KeyValuePair.Create("z", "last comes first"), KeyValuePair.Create("new", "model")]);
        aliases.Remove("new");
        File.ReadAllText(path).ShouldBe($"{{\n{Members}\n}}\n");
    }

    [Fact]
    public void Keys()
    {
        var path = user.Write("keys.json", $"{{\n{Indented(2)}\n}}\n");
        var keys = new KeyStore(user.Directory);
        keys.Set("new", "k");
        keys.Find("list").ShouldBeNull();
        keys.Remove("new").ShouldBeTrue();
        File.ReadAllText(path).ShouldBe($"{{\n{Indented(2)}\n}}\n");
    }

    [Fact]
    public void Options_of_models()
    {
        var path = user.Write("model_options.json", $"{{\n{Indented(2)}\n}}");
        var options = new ModelOptionStore(user.Directory);
        options.Set("m", "temperature", "0.5");
        File.ReadAllText(path).ShouldBe($"{{\n{Indented(2)},\n  \"m\": {{\n    \"temperature\": \"0.5\"\n  }}\n}}");
        options.Clear("m", "temperature");
        options.Clear("list", "temperature");
        File.ReadAllText(path).ShouldBe($"{{\n{Indented(2)}\n}}");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_link_stays_a_link(bool targetExists)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        var target = Path.Combine(user.Path, "elsewhere", "aliases.json");
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        if (targetExists) File.WriteAllText(target, "{}");
        File.CreateSymbolicLink(user.Directory.AliasesFile, target);
        new AliasStore(user.Directory).Set("a", "m");
        new FileInfo(user.Directory.AliasesFile).LinkTarget.ShouldBe(target);
        File.ReadAllText(target).ShouldBe("{\n    \"a\": \"m\"\n}\n");
        Directory.GetFiles(Path.GetDirectoryName(target)!).ShouldHaveSingleItem();
    }

    [Fact]
    public void A_file_keeps_its_mode_and_one_that_cannot_be_written_its_content()
    {
        if (OperatingSystem.IsWindows()) return;
        var path = user.Write("aliases.json", "{}");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        new AliasStore(user.Directory).Set("a", "m");
        File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        var file = user.Write("plain", "x");
        Should.Throw<LlmException>(
            () => AtomicFile.WriteAllText(Path.Combine(file, "below"), "y")).Message.ShouldStartWith("Cannot write ");
        File.ReadAllText(file).ShouldBe("x");
    }

    /// <summary>The members with another indent than four.</summary>
    private static string Indented(int indent) => string.Join('\n', Members.Split('\n').Select(line =>
        new string(' ', (line.Length - line.TrimStart().Length) / 4 * indent) + line.TrimStart()));
}
