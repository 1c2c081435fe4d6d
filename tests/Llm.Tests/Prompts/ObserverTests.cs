using System.Runtime.CompilerServices;
using Llm.Testing;

namespace Llm.Tests.Prompts;

public class ObserverTests
{
    private readonly Witness witness = new();

    [Fact]
    public async Task A_request_is_told_from_its_start_to_its_end()
    {
        var response = Ask(new ReasoningEvent("r"), "a", "b");
        witness.Seen.ShouldBeEmpty();
        await foreach (var _ in response) break;
        witness.Seen.ShouldBe(["begin q", "r", "a"]);
        await response;
        await response;
        witness.Seen.ShouldBe(["begin q", "r", "a", "b", "end: ab"]);
    }

    [Fact]
    public async Task The_end_is_told_before_the_callbacks_and_once()
    {
        var response = Ask("a");
        await response.OnCompletedAsync((_, _) =>
        {
            witness.Seen.Add("logged");
            throw new LlmException("disk full");
        });
        await Should.ThrowAsync<LlmException>(() => response.CompleteAsync());
        witness.Seen.Where(line => line.StartsWith("end", StringComparison.Ordinal)).ShouldBe(["end: a"]);
        witness.Seen.IndexOf("end: a").ShouldBeLessThan(witness.Seen.IndexOf("logged"));
    }

    [Fact]
    public async Task A_failure_is_told_with_what_came()
    {
        var response = Ask((_, _, _) => Broken());
        await Should.ThrowAsync<LlmException>(() => response.CompleteAsync());
        witness.Seen.ShouldBe(["begin q", "half", "end: half, LlmException gone"]);
    }

    [Fact]
    public async Task A_missing_key_is_a_failed_request()
    {
        var model = new Locked { Services = new ModelServices { Observer = witness } };
        await Should.ThrowAsync<LlmException>(() => model.Ask("q").CompleteAsync());
        witness.Seen.Count.ShouldBe(2);
        witness.Seen[1].ShouldStartWith("end: , MissingKeyException No key found");
    }

    [Fact]
    public async Task A_prompt_that_never_started_is_not_told()
    {
        await Should.ThrowAsync<OperationCanceledException>(() => Ask("a").CompleteAsync(new CancellationToken(canceled: true)));
        await Ask("a").DisposeAsync();
        witness.Seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task Leaving_an_answer_ends_its_request()
    {
        var response = Ask((_, _, token) => Endless(token));
        await foreach (var _ in response) break;
        await response.DisposeAsync();
        witness.Seen.ShouldBe(["begin q", "x", "end: x, OperationCanceledException The request was stopped."]);
    }

    [Fact]
    public async Task Embeddings_are_told_too()
    {
        var model = new Lengths { Services = new ModelServices { Observer = witness } };
        (await model.EmbedAsync(["abc", "de"])).Select(vector => vector.Span[0]).ShouldBe([3, 2]);
        await Should.ThrowAsync<LlmException>(() => model.EmbedAsync([]));
        witness.Seen.ShouldBe(["begin lengths 2", "end", "begin lengths 0", "end LlmException"]);
        model.Attach(ModelServices.Default);
        await model.EmbedAsync(["a"]);
        witness.Seen.Count.ShouldBe(4);
    }

    private PendingResponse Ask(params StreamEvent[] events) => Ask((_, _, _) => events.ToAsyncEnumerable());

    private PendingResponse Ask(Func<Prompt, ModelContext, CancellationToken, IAsyncEnumerable<StreamEvent>> answer) =>
        new FakeModel(answer) { Services = new ModelServices { Observer = witness } }.Ask("q");

    private static async IAsyncEnumerable<StreamEvent> Broken()
    {
        yield return "half";
        await Task.Yield();
        throw new LlmException("gone");
    }

    private static async IAsyncEnumerable<StreamEvent> Endless([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return "x";
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    private sealed class Witness : IModelObserver
    {
        public List<string> Seen { get; } = [];

        public IModelObservation? BeginResponse(PendingResponse response, IModelObservation? chain)
        {
            Seen.Add($"begin {response.Prompt.Text}");
            return new Answer(Seen, response);
        }

        public IModelObservation? BeginEmbedding(EmbeddingModel model, IReadOnlyList<string> texts)
        {
            Seen.Add($"begin {model.Id} {texts.Count}");
            return new Vectors(Seen);
        }

        private sealed class Answer(List<string> seen, PendingResponse pending) : IModelObservation
        {
            public void Received(StreamEvent streamEvent) => seen.Add(streamEvent.ToString()!);

            public void Ended(Exception? error) =>
                seen.Add($"end: {pending.Response!.Text}" + (error is null ? "" : $", {error.GetType().Name} {error.Message}"));
        }

        private sealed class Vectors(List<string> seen) : IModelObservation
        {
            public void Ended(Exception? error) => seen.Add($"end {error?.GetType().Name}".TrimEnd());
        }
    }

    private sealed class Locked() : KeyModel("locked")
    {
        public override string NeedsKey => "no-such-key";

        public override IAsyncEnumerable<StreamEvent> ExecuteAsync(
            Prompt prompt, ModelContext context, CancellationToken cancellationToken) =>
            AsyncEnumerable.Empty<StreamEvent>();
    }

    private sealed class Lengths() : EmbeddingModel("lengths")
    {
        protected override Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedBatchAsync(
            IReadOnlyList<string> texts, string? key, CancellationToken cancellationToken) => texts.Count > 0
            ? Task.FromResult<IReadOnlyList<ReadOnlyMemory<float>>>(
                [.. texts.Select(text => (ReadOnlyMemory<float>)new float[] { text.Length })])
            : throw new LlmException("There is nothing to embed.");
    }
}
