using System.Runtime.InteropServices;
using System.Text;
using Llm.Testing;

namespace Llm.EndToEnd;

public class InstallTests(InstalledTool tool)
{
    [Fact]
    public void Packing_makes_a_pointer_a_package_for_the_platform_and_a_fallback() =>
        tool.Packages.ShouldBe(
            ["Llm.Tool.0.1.0.nupkg", $"Llm.Tool.{RuntimeInformation.RuntimeIdentifier}.0.1.0.nupkg", "Llm.Tool.any.0.1.0.nupkg"],
            ignoreOrder: true);

    [Fact]
    public async Task The_installed_command_tells_its_version()
    {
        using var user = new TemporaryUserDirectory();
        var run = await Run.ToEndAsync(tool.Path, user.Path, ["--version"]);
        run.ShouldBe(new Run(0, "llm, version 0.1.0\n", ""));
        Directory.EnumerateFileSystemEntries(user.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_installed_command_summarises_and_logs_without_key_and_network()
    {
        using var user = new TemporaryUserDirectory();
        var text =
            "Walruses live in the Arctic. They eat clams. The Arctic is cold, and walruses like the cold Arctic water. Ships are big.";
        var run = await Run.ToEndAsync(tool.Path, user.Path, ["-m", "summary", "-o", "sentences", "1"], Encoding.UTF8.GetBytes(text));
        run.Error.ShouldBe("");
        text.ShouldContain(run.Output.Trim());
        var logs = await Run.ToEndAsync(tool.Path, user.Path, ["logs", "-r"]);
        logs.Output.ShouldBe(run.Output);
    }
}
