using System.Text;

namespace Llm.Mcp.Tests.Unit;

public class MessageLinesTests
{
    private const string Written = "Welcome\n{\"a\": 1}\n\n  \n  {\"b\": 2}\r\nprogress…\n[1]\nthe end";

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4096)]
    public async Task Only_messages_pass(int atOnce)
    {
        var strange = new TextTail();
        await using var lines = new MessageLines(new MemoryStream(Encoding.UTF8.GetBytes(Written)), strange);
        var read = new MemoryStream();
        var buffer = new byte[atOnce];
        while (await lines.ReadAsync(buffer, TestContext.Current.CancellationToken) is > 0 and var count) read.Write(buffer, 0, count);
        var messages = Encoding.UTF8.GetString(read.ToArray()).Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0);
        messages.ShouldBe(["{\"a\": 1}", "{\"b\": 2}", "[1]"]);
        strange.ToString().ShouldStartWith("Welcome");
        strange.ToString().ShouldEndWith("the end");
    }

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
