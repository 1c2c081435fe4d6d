namespace Llm.Tests.Processes;

public class TextTailTests
{
    [Fact]
    public void The_tail_is_short_whatever_is_written()
    {
        var tail = new TextTail();
        for (var i = 0; i < 100_000; i++) tail.Append($"line {i}\n");
        tail.ToString().Split('\n').ShouldBe(Enumerable.Range(99_990, 10).Select(i => $"line {i}"));
        tail.Append(new string('x', 1_000_000));
        tail.ToString().Length.ShouldBeLessThan(500);
    }
}
