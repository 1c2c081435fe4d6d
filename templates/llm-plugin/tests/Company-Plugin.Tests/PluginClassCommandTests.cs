using Llm.Commands;
using Llm.Testing;
using Xunit;

namespace Company_Plugin.Tests;

public sealed class PluginClassCommandTests
{
    [Fact]
    public async Task The_words_are_printed()
    {
        using var user = new TemporaryUserDirectory();
        var host = new FakeLlmHost(user.Directory);
        var command = new PluginClassCommand();
        var values = new Dictionary<Parameter, object?>
        {
            [command.Parameters[0]] = (string[])["some", "words"],
            [command.Parameters[1]] = true,
        };
        var code = await new Invocation(command, "llm PLUGIN_ID", values, host).RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal((0, "SOME WORDS" + Environment.NewLine), (code, host.OutputText));
    }
}
