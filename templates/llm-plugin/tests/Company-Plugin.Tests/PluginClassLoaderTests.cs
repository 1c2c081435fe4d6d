using Llm;
using Llm.Testing;
using Xunit;

namespace Company_Plugin.Tests;

public sealed class PluginClassLoaderTests
{
    [Fact]
    public async Task A_file_becomes_a_fragment_without_empty_lines()
    {
        using var folder = new TemporaryUserDirectory();
        var path = folder.Write("notes.txt", "one\n\n  \ntwo\n");
        var loaded = await PluginClassLoader.LoadAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal("one\ntwo", Assert.Single(loaded.Fragments).Content);
    }

    [Fact]
    public async Task A_missing_file_is_an_error_for_the_user()
    {
        var error = await Assert.ThrowsAsync<LlmException>(
            () => PluginClassLoader.LoadAsync("missing.txt", TestContext.Current.CancellationToken));
        Assert.Equal("There is no file missing.txt.", error.Message);
    }

    [Fact]
    public async Task A_topic_becomes_a_template()
    {
        var template = await PluginClassLoader.LoadTemplateAsync("pelicans", TestContext.Current.CancellationToken);
        Assert.Equal("Answer a question about pelicans: $input", template.Prompt);
    }
}
