using System.Runtime.Versioning;
using System.Text;
using System.Text.Json.Nodes;
using Llm.Providers.Tests.Http.Certificates;
using Llm.Testing;

namespace Llm.EndToEnd;

/// <summary>The command over https, with a store of root certificates of the test.</summary>
[SupportedOSPlatform("linux")]
public sealed class SecureTests(InstalledTool tool) : CertificateTest
{
    [Fact]
    public async Task A_chat_uses_one_connection_and_remembers_the_root()
    {
        using var user = User();
        var lines = Encoding.UTF8.GetBytes("one\ntwo\nthree\n");
        var run = await Run.ToEndAsync(tool.Path, user.Path, ["chat"], lines, Store.Environment);
        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ShouldContain("echo: three");
        Server.Requests.Count.ShouldBe(3);
        Server.Connections.ShouldBe(1);
        Directory.GetFiles(Path.Combine(user.Path, "cache", "roots")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_chain_of_tool_calls_uses_one_connection_with_a_hint_too()
    {
        using var user = User();
        for (var i = 1; i <= 2; i++)
        {
            Server.Enqueue(new FakeAnswer { ToolCalls = [new ToolCall("llm_version", new JsonObject(), $"call_{i}a")] });
            Server.Enqueue(new FakeAnswer { ToolCalls = [new ToolCall("llm_version", new JsonObject(), $"call_{i}b")] });
            Server.Enqueue(FakeAnswer.FromPieces("done"));
            var run = await Run.ToEndAsync(tool.Path, user.Path, ["-T", "llm_version", "which?"], environment: Store.Environment);
            run.ShouldBe(new Run(0, "done\n", ""));
            Server.Requests.Count.ShouldBe(3 * i);
            Server.Connections.ShouldBe(i);
        }
    }

    [Fact]
    public async Task An_untrusted_certificate_ends_the_prompt_with_the_reason()
    {
        using var user = User();
        Certificate = Other.For("localhost");
        user.Write("settings.yaml", "retries: 0\n");
        var run = await Run.ToEndAsync(tool.Path, user.Path, ["hi"], environment: Store.Environment);
        run.ExitCode.ShouldBe(1);
        run.Output.ShouldBe("");
        run.Error.ShouldBe(
            $"Error: Connection error: https://localhost:{Server.Port} cannot be reached (The remote certificate is invalid because of errors "
            + "in the certificate chain: PartialChain). Check the address and the network.\n");
    }

    private TemporaryUserDirectory User()
    {
        var user = new TemporaryUserDirectory();
        user.Write(
            "extra-openai-models.yaml",
            $"- {{model_id: fake, model_name: fake, api_base: '{Server.BaseAddress}', supports_tools: true}}\n");
        user.Write("default_model.txt", "fake");
        return user;
    }
}
