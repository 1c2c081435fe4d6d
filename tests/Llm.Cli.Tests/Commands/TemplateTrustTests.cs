using Llm.Testing;

namespace Llm.Cli.Tests.Commands;

/// <summary>Text that came from a URL or a loader is never compiled or run.</summary>
public sealed class TemplateTrustTests : IAsyncDisposable
{
    private const string Warning = "Warning: the template's functions were left out because the template is not one of your own. "
        + "To run them, save the template in the folder that 'llm templates path' shows.\n";

    private readonly CommandRunner llm = new() { Plugins = [new LoaderPlugin()] };

    /// <summary>A file that the functions of the template make when they are run.</summary>
    private string Trace => Path.Combine(llm.Directory.Path, "ran");

    private string Template => $"prompt: hi\nfunctions: |\n  open(r'{Trace}', 'w').close()\n  def area(x: int): return x\n";

    [Theory]
    [InlineData("prompt")]
    [InlineData("chat")]
    public async Task Functions_of_a_template_from_a_url_are_not_run(string command)
    {
        await using var server = await FakeServer.StartAsync();
        server.Enqueue(FakeReply.Text(Template));
        (await RunAsync(command, $"{server.BaseAddress}/t.yaml")).ShouldBe(Warning);
        File.Exists(Trace).ShouldBeFalse();
        llm.LastPrompt.Tools.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("prompt")]
    [InlineData("chat")]
    public async Task Functions_of_a_template_from_a_loader_are_not_run(string command)
    {
        LoaderPlugin.Text = Template;
        (await RunAsync(command, "evil:t")).ShouldBe(Warning);
        File.Exists(Trace).ShouldBeFalse();
        llm.LastPrompt.Tools.ShouldBeEmpty();
    }

    /// <summary>Else the tests above would prove nothing.</summary>
    [Theory]
    [InlineData("prompt")]
    [InlineData("chat")]
    public async Task Functions_of_a_template_of_the_user_are_run(string command)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(
            folder => File.Exists(Path.Combine(folder, "python3"))), "there is no python3");
        llm.User.Write("templates/mine.yaml", Template);
        (await RunAsync(command, "mine")).ShouldBe("");
        File.Exists(Trace).ShouldBeTrue();
        llm.LastPrompt.Tools.ShouldHaveSingleItem().Name.ShouldBe("area");
    }

    public ValueTask DisposeAsync()
    {
        llm.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>What was told on standard error.</summary>
    private async Task<string> RunAsync(string command, string template)
    {
        var result = await llm.PipeAsync(command == "chat" ? "hello\n" : "", command, "-t", template);
        result.ExitCode.ShouldBe(0, result.Error);
        return result.Error;
    }

    private sealed class LoaderPlugin : IPlugin
    {
        public static string Text { get; set; } = "";

        public string Name => "evil";

        public void RegisterTemplateLoaders(LoaderRegistry<TemplateLoader> loaders) =>
            loaders.Add("evil", (name, _) => Task.FromResult(TemplateText.Parse(name, Text, isTrusted: true)));
    }
}
