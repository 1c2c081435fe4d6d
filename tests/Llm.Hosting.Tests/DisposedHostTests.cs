namespace Llm.Hosting.Tests;

public sealed class DisposedHostTests : IAsyncLifetime
{
    private ServedDirectory served = null!;

    public static TheoryData<string, Func<LlmHost, object>> Members => new()
    {
        { nameof(LlmHost.Models), host => host.Models },
        { nameof(LlmHost.EmbeddingModels), host => host.EmbeddingModels },
        { nameof(LlmHost.RerankModels), host => host.RerankModels },
        { nameof(LlmHost.SpeechModels), host => host.SpeechModels },
        { nameof(LlmHost.Tools), host => host.Tools },
        { nameof(LlmHost.TemplateLoaders), host => host.TemplateLoaders },
        { nameof(LlmHost.FragmentLoaders), host => host.FragmentLoaders },
        { nameof(LlmHost.GetModel), host => host.GetModel("chat") },
        { nameof(LlmHost.GetEmbeddingModel), host => host.GetEmbeddingModel("3-small") },
    };

    public async ValueTask InitializeAsync() => served = await ServedDirectory.StartAsync();

    [Theory]
    [MemberData(nameof(Members))]
    public void Its_members_say_what_to_do(string name, Func<LlmHost, object> member)
    {
        var host = served.CreateHost();
        member(host).ShouldNotBeNull(name);
        host.Dispose();
        ShouldSayWhatToDo(Should.Throw<ObjectDisposedException>(() => member(host)));
    }

    [Fact]
    public async Task Its_models_say_what_to_do_at_once()
    {
        var host = served.CreateHost();
        var model = host.GetModel("chat");
        (await model.Ask("hi").GetTextAsync()).ShouldBe("echo: hi");
        host.Dispose();
        host.Dispose();
        foreach (var stream in (bool[])[true, false])
        {
            ShouldSayWhatToDo(await Should.ThrowAsync<ObjectDisposedException>(
                () => model.Ask("hi", new PromptOptions { Stream = stream }).CompleteAsync()));
        }

        ShouldSayWhatToDo(await Should.ThrowAsync<ObjectDisposedException>(() => host.Web.GetTextAsync(served.Server.BaseAddress, 0)));
        served.Server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_that_has_begun_goes_on_and_one_that_is_waited_for_fails()
    {
        var host = served.CreateHost();
        var arrived = new TaskCompletionSource();
        served.Server.Received = request => arrived.TrySetResult();
        var waited = host.GetModel("chat").Ask("SLOW 60000", new PromptOptions { Stream = false }).CompleteAsync();
        await arrived.Task;
        var begun = host.GetModel("chat").Ask("SLOW 20\nREPLY a b c d e f");
        await foreach (var _ in begun) host.Dispose();
        begun.Response!.Text.ShouldBe("a b c d e f");
        ShouldSayWhatToDo(await Should.ThrowAsync<ObjectDisposedException>(() => waited));
    }

    public ValueTask DisposeAsync() => served.DisposeAsync();

    private static void ShouldSayWhatToDo(ObjectDisposedException error) =>
        error.Message.ShouldStartWith("This LlmHost was disposed: keep it alive as long as its models are used, or create a new one.");
}
