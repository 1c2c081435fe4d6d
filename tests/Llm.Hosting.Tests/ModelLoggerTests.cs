using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Llm.Hosting.Tests;

public sealed class ModelLoggerTests : IAsyncLifetime
{
    private const string Secret = "sk-secret-1234";

    private readonly Log log = new();
    private ServedDirectory served = null!;
    private ServiceProvider provider = null!;

    public async ValueTask InitializeAsync()
    {
        served = await ServedDirectory.StartAsync();
        provider = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log))
            .AddLlm(options => options.UserPath = served.User.Path)
            .BuildServiceProvider();
    }

    [Fact]
    public async Task A_prompt_is_logged_from_start_to_end_without_its_content()
    {
        var response = await provider.GetRequiredKeyedService<Model>("chat")
            .PromptAsync("walrus in the bath", new PromptOptions { System = "yodel" });
        var own = Own();
        own[0].ShouldBe($"1 Debug Prompt {response.Id} to chat started (stream: True)");
        own[1].ShouldStartWith($"2 Information Prompt {response.Id} to chat answered in ");
        own[1].ShouldEndWith(" ms (4 tokens in, 5 out)");
        own.Count.ShouldBe(2);
        ShouldNotHold("walrus", "yodel");
    }

    [Fact]
    public async Task A_failure_is_logged_by_its_kind()
    {
        var model = provider.GetRequiredKeyedService<Model>("keyed");
        served.Server.Enqueue(Testing.FakeReply.Error(400, "walrus is not a word").WithHeader("x-should-retry", "false"));
        await Should.ThrowAsync<ProviderException>(() => model.Ask("walrus", new PromptOptions { Key = Secret }).CompleteAsync());
        Own()[^1].ShouldStartWith("3 Warning ");
        Own()[^1].ShouldEndWith(" ms: 400");
        served.Server.Enqueue(Testing.FakeReply.Text("walrus"));
        await Should.ThrowAsync<LlmException>(
            () => model.Ask("walrus", new PromptOptions { Key = Secret, Stream = false }).CompleteAsync());
        served.Server.Requests[^1].Header("Authorization").ShouldBe($"Bearer {Secret}");
        Own()[^1].ShouldContain("JsonReaderException");
        ShouldNotHold("walrus", Secret);
    }

    [Fact]
    public async Task A_cancellation_is_no_failure()
    {
        using var cancel = new CancellationTokenSource();
        var response = provider.GetRequiredKeyedService<Model>("chat").Ask("SLOW 500\nREPLY a b c d e f");
        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in response.WithCancellation(cancel.Token)) await cancel.CancelAsync();
        });
        Own()[^1].ShouldStartWith($"4 Information Prompt {response.Id} to chat was cancelled after ");
    }

    [Fact]
    public async Task Embeddings_are_logged_too()
    {
        var model = provider.GetRequiredKeyedService<EmbeddingModel>("3-small");
        var unreachable = new FailingEmbedding { Services = model.Services };
        await Should.ThrowAsync<LlmException>(() => unreachable.EmbedAsync(["walrus", "b"]));
        Own()[0].ShouldBe("5 Debug Embedding of 2 texts by failing started");
        Own()[1].ShouldStartWith("7 Warning Embedding of 2 texts by failing failed after ");
        Own()[1].ShouldEndWith(" ms: Llm.LlmException");
        ShouldNotHold("walrus");
    }

    public async ValueTask DisposeAsync()
    {
        await provider.DisposeAsync();
        await served.DisposeAsync();
    }

    private List<string> Own() => [.. log.Lines.Where(line => line.Category == ModelLogger.Category).Select(line => line.Text)];

    private void ShouldNotHold(params string[] words)
    {
        foreach (var word in words) log.Lines.ShouldAllBe(line => !line.Text.Contains(word, StringComparison.Ordinal));
    }

    private sealed class FailingEmbedding() : EmbeddingModel("failing")
    {
        protected override Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedBatchAsync(
            IReadOnlyList<string> texts, string? key, CancellationToken cancellationToken) => throw new LlmException("no walrus here");
    }

    /// <summary>Keeps what is logged, the scopes of HTTP requests included.</summary>
    private sealed class Log : ILoggerProvider
    {
        public ConcurrentQueue<(string Category, string Text)> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => new Logger(categoryName, Lines);

        public void Dispose()
        {
        }

        private sealed class Logger(string category, ConcurrentQueue<(string Category, string Text)> lines) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(
                LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                lines.Enqueue((category, $"{eventId.Id} {logLevel} {formatter(state, exception)}"));
        }
    }
}
