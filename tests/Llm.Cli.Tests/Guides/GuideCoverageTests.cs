using System.Text.RegularExpressions;
using Llm.Cli.CommandLine;
using Llm.Commands;
using Llm.Tests;

namespace Llm.Cli.Tests.Guides;

/// <summary>The guides mention every command, every long option and every key of a template.</summary>
public sealed class GuideCoverageTests
{
    /// <summary>The guides of commands that have no guide of their own name.</summary>
    private static readonly Dictionary<string, string[]> Guides = new()
    {
        ["llm"] = ["setup"],
        ["llm aliases"] = ["models"],
        ["llm chat"] = ["chat", "usage", "everyday"],
        ["llm collections"] = ["embeddings"],
        ["llm conversations"] = ["conversations", "everyday"],
        ["llm embed"] = ["embeddings"],
        ["llm embed-models"] = ["embeddings"],
        ["llm embed-multi"] = ["embeddings"],
        ["llm install"] = ["plugins"],
        ["llm logs"] = ["logging"],
        ["llm moderate"] = ["other-models"],
        ["llm ollama"] = ["providers/ollama"],
        ["llm openai"] = ["providers/openai"],
        ["llm plugins"] = ["plugins"],
        ["llm prompt"] = ["usage", "rendering", "everyday"],
        ["llm providers"] = ["providers/compatible", "providers/packages", "dify/python"],
        ["llm rerank"] = ["other-models"],
        ["llm similar"] = ["embeddings"],
        ["llm serve"] = ["serve"],
        ["llm speak"] = ["other-models"],
        ["llm transcribe"] = ["other-models"],
        ["llm uninstall"] = ["plugins"],
        ["llm usage"] = ["usage-and-cost"],
    };

    [Fact]
    public void Every_command_is_mentioned() => CommandTree.Walk()
        .Where(scope => !Mentions(GuidesOf(scope), scope.Path))
        .Select(scope => scope.Path)
        .ShouldBeEmpty("name them in their guides in docs/");

    [Fact]
    public void Every_long_option_is_mentioned_in_a_guide_of_its_command() => (
        from scope in CommandTree.Walk()
        let text = GuidesOf(scope)
        from option in scope.Parameters.OfType<Option>()
        where !option.IsHidden && option != scope.HelpOption
        from name in option.Names
        where name.StartsWith("--", StringComparison.Ordinal) && !Mentions(text, name)
        select $"{scope.Path} {name}").ShouldBeEmpty("name them in their guides in docs/");

    [Fact]
    public void Every_key_of_a_template_is_mentioned()
    {
        var text = Read("templates");
        TemplateText.Keys.Where(key => !text.Contains($"`{key}`", StringComparison.Ordinal))
            .ShouldBeEmpty("name them in docs/templates.md");
    }

    [Fact]
    public void Every_page_about_a_provider_is_listed_and_so_are_those_without_one()
    {
        var list = Read("providers/README");
        Directory.GetFiles(Path.Combine(SharedData.RepositoryRoot, "docs", "providers")).Select(file => Path.GetFileName(file)!)
            .Where(page => page != "README.md" && !list.Contains($"]({page})", StringComparison.Ordinal))
            .ShouldBeEmpty("list them in docs/providers/README.md");
        foreach (var name in (string[])["Amazon Bedrock", "Google Vertex AI"]) list.ShouldContain($"**{name}** is not supported");
    }

    private static string GuidesOf(CommandScope scope)
    {
        var command = string.Join(' ', scope.Path.Split(' ').Take(2));
        return string.Concat((Guides.GetValueOrDefault(command) ?? [command["llm ".Length..]]).Select(Read));
    }

    private static string Read(string guide)
    {
        var file = Path.Combine(SharedData.RepositoryRoot, "docs", $"{guide}.md");
        return File.Exists(file) ? File.ReadAllText(file) : "";
    }

    /// <summary>Whether the text holds these words and not just the beginning of longer ones.</summary>
    private static bool Mentions(string text, string words) => Regex.IsMatch(text, $@"(?<![\w-]){Regex.Escape(words)}(?![\w-])");
}
