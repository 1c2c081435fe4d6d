using Llm.Cli.Commands.Plugins;
using Llm.Yaml;

namespace Llm.Cli.Tests.Commands.Plugins;

public sealed class PythonPluginsTests
{
    [Theory]
    [InlineData(
        "llm-anthropic", "This is built in: Anthropic's Claude models by the same names, with the same key; see docs/providers/anthropic.md.")]
    [InlineData(
        "LLM_OpenRouter==0.4",
        "This is built in: OpenRouter's models as openrouter/NAME, with the same key; see docs/providers/compatible.md.")]
    [InlineData(
        "llm-llamafile", "The models of llamafile need no plugin: describe them in extra-openai-models.yaml with api_base: "
        + "http://localhost:8080/v1. See docs/providers/openai.md.")]
    [InlineData("llm-tools-sqlite", "This is built in: the toolbox Sqlite: llm -T 'Sqlite(\"file.db\")'.")]
    [InlineData("llm-jq", "There is no such plugin for .NET, as of 2026-11-30: nobody has written one.")]
    public void A_well_known_name_is_answered(string name, string answer) =>
        PythonPlugins.AnswerFor(name)!.ShouldEndWith($" is a plugin of the Python tool. {answer} Nothing was installed.");

    [Theory]
    [InlineData("Llm.Local")]
    [InlineData("llm-of-mine")]
    [InlineData("./llm-anthropic")]
    public void Other_names_are_not(string name) => PythonPlugins.AnswerFor(name).ShouldBeNull();

    [Fact]
    public void Each_plugin_of_the_table_has_an_answer()
    {
        using var stream = typeof(PythonPlugins).Assembly.GetManifestResourceStream("python-plugins.yaml")!;
        var names = YamlText.Parse(new StreamReader(stream).ReadToEnd())!["plugins"]!.AsObject().Select(entry => entry.Key).ToList();
        names.Count.ShouldBeGreaterThan(40);
        foreach (var name in names) PythonPlugins.AnswerFor(name)!.ShouldNotContain(": .");
    }

    [Theory]
    [InlineData("/opt/tools/.store/llm.tool/0.1.0/llm.tool/0.1.0/tools/net10.0/linux-x64/managed/", "dotnet tool update --tool-path /opt/tools Llm.Tool")]
    [InlineData("/home/me/.nuget/packages/llm.tool/0.1.0/tools/net10.0/any/", "in the folder of its manifest with: dotnet tool update Llm.Tool")]
    [InlineData("/usr/lib/llm/managed/", "sudo apt install ./llm_VERSION.deb")]
    [InlineData("/usr/local/lib/llm/0.1.0-1/managed/", "./install --prefix /usr/local")]
    [InlineData("/srv/llm/", "Replace the files in /srv/llm with")]
    public void An_upgrade_is_described_for_each_kind_of_installation(string folder, string expected) =>
        ToolInstallation.HowToUpgrade(folder).ShouldContain(expected);

    [Fact]
    public void A_global_tool_is_recognised()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        ToolInstallation.HowToUpgrade($"{home}/.dotnet/tools/.store/llm.tool/0.1.0/managed/").ShouldEndWith("dotnet tool update --global Llm.Tool");
    }
}
