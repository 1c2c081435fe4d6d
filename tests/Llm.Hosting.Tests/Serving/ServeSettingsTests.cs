using Llm.Serving;

namespace Llm.Hosting.Tests.Serving;

public class ServeSettingsTests
{
    [Fact]
    public void Settings_are_the_same_after_they_were_handed_on()
    {
        var settings = new ServeSettings
        {
            Host = "::1",
            Port = 0,
            UnixSocket = "/tmp/with space \"and quotes\".sock",
            Model = "näme",
            Database = "/tmp/logs.db",
            Logs = false,
            Tools = ["llm_time", "mcp:everything/echo"],
            ChainLimit = 0,
            Origins = ["https://app.example"],
            HostNames = ["llm.example"],
            RequiresToken = true,
            BodyMegabytes = 1,
            Answers = 2,
            Waiting = 0,
        };
        var read = ServeSettings.Parse(settings.ToJson());
        read.ToJson().ShouldBe(settings.ToJson());
        (read with { Tools = settings.Tools, Origins = settings.Origins, HostNames = settings.HostNames }).ShouldBe(settings);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    public void Something_else_says_how_to_start(string text) =>
        Should.Throw<LlmException>(() => ServeSettings.Parse(text)).Message.ShouldContain("llm serve");
}
