using Llm.Testing;

namespace Llm.Cli.Tests.Commands;

public class ShownPiecesTests
{
    [Fact]
    public async Task Pieces_that_are_there_are_shown_together_and_before_the_next_wait()
    {
        using var shown = new FlushedText();
        using var llm = new CommandRunner(new FakeModel((_, _, _) => AnswerAsync(shown))) { Output = shown };
        (await llm.RunAsync("hi")).ExitCode.ShouldBe(0);
        shown.ToString().ShouldBe("one two three four five \n");
        shown.Flushes.ShouldBeLessThan(5);
    }

    private static async IAsyncEnumerable<StreamEvent> AnswerAsync(FlushedText shown)
    {
        foreach (var word in (string[])["one ", "two ", "three ", "four "]) yield return word;
        await shown.WaitAsync("one two three four ");
        yield return "five ";
    }

    /// <summary>An output that shows only what was flushed.</summary>
    private sealed class FlushedText : StringWriter
    {
        private readonly Dictionary<string, TaskCompletionSource> expected = [];

        public int Flushes { get; private set; }

        public Task WaitAsync(string text)
        {
            lock (expected)
            {
                var source = expected[text] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                return source.Task.WaitAsync(TimeSpan.FromSeconds(30));
            }
        }

        public override void Flush()
        {
            Flushes++;
            lock (expected)
            {
                if (expected.Remove(ToString(), out var source)) source.SetResult();
            }
        }
    }
}
