using Llm.Testing;

namespace Llm.Providers.Tests.Kit;

public class FakeServerProcessTests : ServerTest
{
    [Fact]
    public async Task A_server_in_another_process_echoes_tells_its_requests_and_can_be_killed()
    {
        await using var process = await FakeServerProcess.StartAsync();
        var model = Chat(Settings with { ApiBase = process.BaseAddress });
        (await model.PromptAsync("é", new PromptOptions { Key = Key })).Text.ShouldBe("echo: é");
        await process.WaitForRequestsAsync(1);
        process.Requests[0].Header("Authorization").ShouldBe($"Bearer {Key}");
        process.Requests[0].Json["messages"].ShouldBeJson("""[{"role": "user", "content": "é"}]""");

        var response = model.Ask("SLOW 300\nREPLY " + string.Join(' ', Enumerable.Range(0, 200)), new PromptOptions { Key = Key });
        var error = await Should.ThrowAsync<LlmException>(async () =>
        {
            await foreach (var _ in response) await process.KillAsync();
        });
        error.Message.ShouldStartWith("Connection lost before the answer was complete: ");
        response.Response!.Text.ShouldStartWith("0 ");
    }
}
